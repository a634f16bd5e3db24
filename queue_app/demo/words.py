"""The words of one person's story: a choice for every slot, and the texts with the slots filled in."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from random import Random

Choice = str | Sequence[str]
OneOf = Mapping[str, Sequence[Mapping[str, str]]]

RANGE = re.compile(r"(\d+)(?:\.(\d+))?\.\.(\d+)(?:\.(\d+))?")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
NESTED = 4  # a slot may hold slots, so deep

PRONOUNS = {
    "F": {"he": "she", "him": "her", "his": "her", "mr": "Ms.", "man": "woman", "child": "girl"},
    "M": {"he": "he", "him": "him", "his": "his", "mr": "Mr.", "man": "man", "child": "boy"},
}


class Words(dict[str, str]):
    """Slot → words. Beside what was chosen there are {day3}, {m2}, {y5} and {t40}, counted from the start.

    {day3} is the date three days later, {m2} the month two months before, {y5} the year five years before and
    {t40} the clock 40 minutes later. A slot written with a capital begins with one.
    """

    def __init__(self, began_at: datetime, chosen: Mapping[str, str]) -> None:
        super().__init__(chosen)
        self._began_at = began_at

    def __missing__(self, slot: str) -> str:
        if slot[0].isupper():
            told = self.fill("{" + slot[0].lower() + slot[1:] + "}")
            return told[:1].upper() + told[1:]
        kind, number = re.fullmatch(r"(day|m|y|t)(\d+)", slot).groups()  # type: ignore[union-attr]
        return _counted(self._began_at, kind, int(number))

    def fill(self, text: str) -> str:
        """Raises KeyError, AttributeError or ValueError for a slot that nobody filled."""
        for _ in range(NESTED):
            if "{" not in text:
                return text
            text = text.format_map(self)
        raise ValueError("These slots hold each other.")


def choose(rng: Random, slots: Mapping[str, Choice], one_of: OneOf) -> dict[str, str]:
    """One choice for every slot; the rows of a group stay together."""
    chosen = {name: _chosen(rng, choice) for name, choice in slots.items()}
    for rows in one_of.values():
        chosen |= rng.choice(rows)
    return chosen


def about(sex: str, age: int, given: str, family: str) -> dict[str, str]:
    """How a note speaks of this person."""
    told = PRONOUNS[sex]
    grown = age >= 18
    return {
        "he": told["he"],
        "him": told["him"],
        "his": told["his"],
        "man": told["man"] if grown else told["child"],
        "patient": f"{told['mr']} {family}" if grown else given,
        "given": given,
        "age": str(age),
        "aged": f"{age}-year-old",
        "a": "an" if age in (8, 11, 18) or 80 <= age <= 89 else "a",
    }


def _chosen(rng: Random, choice: Choice) -> str:
    if not isinstance(choice, str):
        return rng.choice(choice)
    if found := RANGE.fullmatch(choice):
        places = len(found[2] or "")
        low, high = (int(float(end) * 10**places) for end in choice.split(".."))
        number = rng.randint(low, high)
        return f"{number / 10**places:.{places}f}" if places else str(number)
    return choice


def _counted(began_at: datetime, kind: str, number: int) -> str:
    if kind == "t":
        return f"{began_at + timedelta(minutes=number):%H:%M}"
    if kind == "day":
        day = began_at + timedelta(days=number)
        return f"{day.month}/{day.day}/{day.year}"
    if kind == "y":
        return str(began_at.year - number)
    month = began_at.year * 12 + began_at.month - 1 - number
    return f"{MONTHS[month % 12]} {month // 12}"

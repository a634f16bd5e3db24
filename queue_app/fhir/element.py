"""A place in JSON from outside: it can be walked anywhere, and notes with its path what is amiss."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo

from queue_app.domain.arrival import Unreadable
from queue_app.fhir.cleaning import one_line

LONGEST = 1000  # characters of a name, an identifier or any other single line
MOST_AT_ONCE = 1000  # complaints about one encounter
AND_MORE = "More than is listed here was not understood."
DAY = re.compile(r"\d{4}-\d\d-\d\d")
YEARS = range(1900, 2101)


class Unfit(Exception):
    """An essential is missing or wrong, so what holds it cannot be read."""

    def __init__(self, told: Unreadable) -> None:
        super().__init__(told.reason)
        self.told = told


class Complaints:
    """What was not understood in one source, each place once, in the order it was met."""

    def __init__(self) -> None:
        self._new: dict[tuple[str, str], Unreadable] = {}
        self._told: set[Unreadable] = set()

    def add(self, complaint: Unreadable) -> None:
        """What is said later of the same place counts: it tells what became of it."""
        if complaint not in self._told:
            self._new[complaint.path, complaint.where] = complaint

    def full(self) -> bool:
        """Whether so much is wrong that listing more would help nobody."""
        return len(self._new) >= MOST_AT_ONCE

    def drain(self) -> list[Unreadable]:
        new, self._new = list(self._new.values()), {}
        self._told.update(new)
        return new


@dataclass(frozen=True)
class Origin:
    """Where a resource stood."""

    path: str  # of the file
    prefix: str  # of every place in the resource, such as "entry[3].resource." or "line 17: "
    complaints: Complaints = field(repr=False)
    zone: tzinfo = UTC  # of the site


class Element:
    """Walking to what is not there gives an empty element; so does the wrong type, which is also noted."""

    __slots__ = ("_step", "_up", "origin", "value")

    def __init__(
        self, value: object, origin: Origin, up: "Element | None" = None, step: str | int = ""
    ) -> None:
        self.value = value
        self.origin = origin
        self._up = up
        self._step = step

    def __bool__(self) -> bool:
        return bool(self.value) or isinstance(self.value, int | float)

    def __getitem__(self, name: str) -> "Element":
        here = self.value
        if isinstance(here, dict):
            return Element(here.get(name), self.origin, self, name)
        if isinstance(here, list) and len(here) == 1 and isinstance(here[0], dict):  # wrapped by the sender
            return Element(here[0].get(name), self.origin, self, name)
        if self:
            self.note("An object was expected here; this was left out.")
        return Element(None, self.origin, self, name)

    def __iter__(self) -> Iterator["Element"]:
        """Each item of a list; an object that stands alone where a list belongs counts as its one item."""
        if isinstance(self.value, list):
            for number, item in enumerate(self.value):
                if item is not None:
                    yield Element(item, self.origin, self, number)
        elif isinstance(self.value, dict):
            yield self
        elif self.value is not None:
            self.note("A list was expected here; this was left out.")

    def first(self, *names: str) -> "Element":
        """The first of these that is there: FHIR versions call some things differently."""
        return next((one for one in map(self.__getitem__, names) if one), self[names[0]])

    @property
    def where(self) -> str:
        steps: list[str] = []
        at: Element | None = self
        while at is not None:
            steps.append(f"[{at._step}]" if isinstance(at._step, int) else f".{at._step}" if at._step else "")
            at = at._up
        return (self.origin.prefix + "".join(reversed(steps)).removeprefix(".")).rstrip(".: ")

    @property
    def resource(self) -> "Element":
        """The whole resource of which this is a part."""
        at = self
        while at._up is not None:
            at = at._up
        return at

    def note(self, reason: str) -> None:
        if self.origin.complaints.full():
            self.origin.complaints.add(Unreadable(path=self.origin.path, where="", reason=AND_MORE))
        else:
            self.origin.complaints.add(self.told(reason))

    def told(self, reason: str) -> Unreadable:
        return Unreadable(path=self.origin.path, where=self.where, reason=reason)

    @property
    def raw(self) -> str:
        """The text just as it was sent."""
        if isinstance(self.value, str):
            return self.value
        if isinstance(self.value, int) and not isinstance(self.value, bool):  # numbers are sent for ids
            return str(self.value)
        if self.value is not None:
            self.note("Text was expected here; this was left out.")
        return ""

    @property
    def text(self) -> str:
        """One clean line."""
        if self.value is None:
            return ""
        sent = self.value if isinstance(self.value, str) else self.raw
        if len(sent) > LONGEST:
            self.note(f"This is longer than {LONGEST:,} characters; the rest was left out.")
        return one_line(sent[:LONGEST])

    @property
    def codes(self) -> list[str]:
        """The codes of a CodeableConcept or of a Coding."""
        codings = self["coding"]
        return [code for coding in codings or self if (code := coding["code"].text)]

    @property
    def label(self) -> str:
        """What people call a CodeableConcept, a Coding or a Reference."""
        if said := self["text"].text or self["display"].text:
            return said
        shown = (coding["display"].text for coding in self["coding"])
        return next(filter(None, shown), "") or next(iter(self.codes), "")

    @property
    def moment(self) -> datetime | None:
        """With the offset of where it happened, so that its date is the date there.

        That is the source's own offset. UTC says nothing of a place, so it becomes the time of the site's
        zone; a time without a zone is of that zone already, and a date is its first moment there.
        """
        text = self.text
        if not text:
            return None
        try:
            if not DAY.match(text):
                raise ValueError
            found = datetime.fromisoformat(text)
            if found.tzinfo is None:
                found = found.replace(tzinfo=self.origin.zone)
            found.astimezone(UTC)  # raises where the calendar ends
            if not found.utcoffset():
                found = found.astimezone(self.origin.zone)
        except (ValueError, OverflowError):
            self.note("This is not a whole date; it was left out.")
            return None
        if found.year not in YEARS:
            self.note(f"This date is not between {YEARS[0]} and {YEARS[-1]}; it was left out.")
            return None
        return datetime.fromisoformat(found.isoformat())  # a fixed offset: with a zone's rules, sums go wrong

    @property
    def day(self) -> date | None:
        """The date as it was written, whatever the zone."""
        return date.fromisoformat(self.text[:10]) if self.moment else None


def labels(concepts: Element) -> Iterator[str]:
    """Of one CodeableConcept or of several."""
    return filter(None, (concept.label for concept in concepts))

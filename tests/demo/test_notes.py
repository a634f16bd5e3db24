"""The notes of the demo day: whole, different from each other, and without the answer in them."""

import json
import re

import pytest

from queue_app.demo import answers, directories
from queue_app.demo.bundle import KINDS, bundle
from queue_app.demo.day import encounters
from queue_app.demo.documents import written
from queue_app.demo.scenarios import Scenario, scenarios
from queue_app.demo.visits import Visit
from queue_app.demo.words import Words, choose
from queue_app.domain import triage
from queue_app.domain.arrival import Arrival
from queue_app.domain.codes import dotted
from queue_app.domain.encounter import Section
from queue_app.fhir import reader
from queue_app.fhir.sources import Source
from tests.demo.builders import TODAY, many_days, the_day

STORIES = [story for stories in scenarios().values() for story in stories]
COUNTED = {"nights", "hours", "last_day", "age", "aged", "a", "he", "him", "his", "man", "patient", "given"}


def texts(visit: Visit) -> list[str]:
    return [text for one in written(visit) for text in (one.title, *one.sections.values())]


def arrivals_of(visit: Visit) -> list[object]:
    content = json.dumps(bundle(visit)).encode()
    return list(reader.read(Source(path="demo", content=content)))


def test_the_same_day_gives_the_same_bundles():
    assert list(encounters(TODAY, 30, 9)) == list(encounters(TODAY, 30, 9))


def test_the_reader_finds_each_visit_just_as_it_was_made_and_understands_everything():
    for visit in the_day():
        (arrival,) = arrivals_of(visit)
        assert isinstance(arrival, Arrival)
        assert (arrival.account_number, arrival.patient, arrival.stay) == (
            visit.account_number,
            visit.patient,
            visit.stay,
        )
        assert len(arrival.documents) == len(written(visit)) > 0
        assert all(document.sections for document in arrival.documents)


def test_only_those_without_a_discharge_summary_wait_for_documents():
    for visit in the_day():
        (arrival,) = arrivals_of(visit)
        assert isinstance(arrival, Arrival)
        complete = triage.is_complete(arrival.stay, arrival.documents, arrival.finished)
        assert complete == (visit.flaw not in ("in house", "no summary"))


def test_unsigned_notes_arrive_unsigned():
    for visit in the_day():
        (arrival,) = arrivals_of(visit)
        assert isinstance(arrival, Arrival)
        signed = all(document.signed for document in arrival.documents)
        assert signed == (visit.flaw != "unsigned")


def test_tables_and_lists_arrive_as_such():
    visit = next(one for one in the_day() if one.scenario.key == "ketoacidosis")
    (arrival,) = arrivals_of(visit)
    assert isinstance(arrival, Arrival)
    data = next(section for one in arrival.documents for section in one.sections if section.title == "Data")
    assert data == Section(title="Data", text=data.text)
    assert data.text.startswith("Test\tValue\nGlucose\t")


def test_documents_are_dated_within_what_is_known_today():
    for visit in many_days():
        moments = [one.at for one in written(visit)]
        assert moments == sorted(moments)
        assert all(visit.stay.admitted_at < moment and moment.date() < TODAY for moment in moments)


def test_no_slot_is_left_open_and_no_sentence_is_torn():
    for visit in many_days():
        for text in texts(visit):
            assert not re.search(r"[{}]", text)
            assert not re.search(r"\S  +\S", text), (visit.scenario.key, text)
            assert not re.search(r" [,.;:](?!\d)|\.\.|,\.", text), (visit.scenario.key, text)


def test_the_notes_do_not_give_the_codes_away():
    prices = directories.prices()
    for visit in many_days():
        told = answers.codes(visit, prices)
        secret = {each.code for each in (*told.diagnoses, *told.procedures, *told.lines)}
        secret |= {dotted(diagnosis.code) for diagnosis in told.diagnoses}
        words = set(re.findall(r"[A-Z0-9][A-Z0-9.]+[A-Z0-9]", " ".join(texts(visit))))
        assert not words & secret, visit.scenario.key


def test_no_two_people_have_the_same_stay():
    whole = ["\n".join(texts(visit)) for visit in the_day()]
    assert len(set(whole)) == len(whole)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: f"{story.patient_class}-{story.key}")
def test_every_story_is_well_formed(story: Scenario):
    chosen = {name for rows in story.one_of.values() for row in rows for name in row}
    assert not (set(story.slots) | chosen) & COUNTED, "these slots are filled for every story"
    for rows in story.one_of.values():
        assert len({frozenset(row) for row in rows}) == 1, "all rows of a group fill the same slots"
    assert {document.kind for document in story.documents} <= set(KINDS)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: f"{story.patient_class}-{story.key}")
def test_every_slot_is_used(story: Scenario):
    own = (*(t for d in story.documents for t in d.sections.values()), *(d.title for d in story.documents))
    codes = (*story.diagnoses, *story.procedures, *story.lines)
    inside = (str(value) for value in (*story.slots.values(), *story.one_of.values()))
    used = {name[:1].lower() + name[1:] for name in re.findall(r"{(\w+)}", " ".join((*own, *codes, *inside)))}
    common = set(STORIES[0].slots) & set(STORIES[-1].slots)
    assert set(story.slots) - common <= used


def test_a_range_is_chosen_with_its_decimals():
    class Highest:
        def randint(self, low: int, high: int) -> int:
            return high

    assert choose(Highest(), {"a": "96..118", "b": "7.1..9.4"}, {}) == {"a": "118", "b": "9.4"}  # type: ignore[arg-type]


def test_days_months_years_and_clocks_are_counted_from_the_beginning():
    visit = next(iter(the_day()))
    words = Words(visit.stay.admitted_at.replace(month=1, day=2, hour=23, minute=50), {"side": "left"})
    assert words.fill("{day0} {day2} {m2} {y5} {t15} {Side} {side}") == (
        "1/2/2026 1/4/2026 November 2025 2021 00:05 Left left"
    )

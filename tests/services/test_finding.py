"""What the box for codes answers before anything is typed, and how the site's habits count."""

from datetime import date, timedelta

from queue_app.codesets.database import replacing
from queue_app.codesets.tables import CodeTables
from queue_app.domain.codes import System
from queue_app.services import finding
from tests.builders import GOOD_CODES, arrived, step
from tests.codesets.builders import known, make_tables
from tests.people import MARIA, TOM

ON = date(2026, 11, 1)
CM = (System.ICD10CM,)


def submitted(store, coder, **about):
    claimed = step(store, "claim", arrived(store, **about), coder)
    return step(store, "submit", claimed, coder, codes=GOOD_CODES)


def usual(store, tables, person, work_type, systems=CM):
    found = finding.usual(store, tables, person, systems, work_type, ON)
    return {what: [one.code for one in each] for what, each in found.items()}


def test_what_was_submitted_is_recent_for_its_coder_and_common_for_such_work(store, tables):
    encounter = submitted(store, MARIA, id="e1")
    codes = [one.code for one in GOOD_CODES.diagnoses]
    assert usual(store, tables, MARIA, encounter.work_type)["recent"] == codes
    other = usual(store, tables, TOM, encounter.work_type)
    assert (other["recent"], sorted(other["used"])) == ([], sorted(codes))
    assert usual(store, tables, TOM, "Other work") == {"favourites": [], "recent": [], "used": []}


def test_nothing_is_counted_before_it_is_submitted(store, tables):
    claimed = step(store, "claim", arrived(store, id="e1"), MARIA)
    step(store, "save", claimed, MARIA, codes=GOOD_CODES)
    assert usual(store, tables, MARIA, claimed.work_type)["recent"] == []


def test_a_favourite_stands_first_and_once(store, tables):
    encounter = submitted(store, MARIA, id="e1")
    first = GOOD_CODES.diagnoses[0].code
    finding.star(store, tables, MARIA, (System.ICD10CM, first), starred=True)
    found = usual(store, tables, MARIA, encounter.work_type)
    assert found["favourites"] == [first]
    assert first not in found["recent"] + found["used"]


def test_only_codes_good_on_the_day_are_offered(store, tables):
    finding.star(store, tables, MARIA, (System.ICD10CM, "J18"), starred=True)
    assert usual(store, tables, MARIA, "Clinic")["favourites"] == []


def test_a_code_that_ended_yesterday_is_told_with_its_day_and_is_good_for_yesterdays_work(store, tmp_path):
    ended = known("A000", valid_to=ON - timedelta(days=1))
    path = make_tables(tmp_path / "codes.sqlite", ended, known("A0001", valid_from=ON))
    with replacing(path, copy=True) as tables:
        tables.execute("INSERT INTO successors VALUES ('A000', 'A0001', ?)", (ON.isoformat(),))

    def answer(on):
        found = finding.answers(store, CodeTables(path), CM, "A00.0", on, 1)[0]
        return found.code, found.valid, found.valid_to, found.successors

    assert answer(ON) == ("A000", False, ON - timedelta(days=1), ("A0001",))
    assert answer(ON - timedelta(days=1)) == ("A000", True, None, ())


def test_complications_are_told_for_inpatients_only(store, tables):
    def level(inpatient):
        found = finding.answers(store, tables, CM, "A41.9", ON, 1, inpatient=inpatient)
        return [one.level for one in found]

    assert (level(True), level(False)) == (["MCC"], [""])


def test_the_hcc_of_a_diagnosis_is_told_whoever_asks(store, tables):
    asked = [finding.answers(store, tables, CM, code, ON, 1) for code in ("I50.23", "I10")]
    assert [found[0].hcc for found in asked] == [(224,), ()]


def test_the_releases_say_that_cpt_is_known_by_number_alone(tables):
    (told,) = finding.releases(tables, [System.CPT])
    assert told == "CPT by number alone: the site has not loaded its licensed file."
    (diagnoses,) = finding.releases(tables, CM)
    assert diagnoses.startswith("ICD-10-CM codes of 20")

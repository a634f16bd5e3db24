"""Whatever comes in, something sensible comes out."""

import copy
import json
import random
from pathlib import Path

import pytest

from queue_app.domain.arrival import Arrival, Unreadable
from queue_app.fhir import reader
from queue_app.fhir.reader import read
from queue_app.fhir.sources import from_bytes, open_sources
from tests.fhir.builders import (
    a_bundle,
    a_composition,
    a_coverage,
    a_patient,
    a_reference,
    a_report,
    a_resource,
    an_encounter,
    lines,
    refusals_of,
    told_of,
)


@pytest.mark.parametrize(
    "content, where, reason",
    [
        ('{"resourceType": "Bundle", ', "line 1 column 28", "It is not valid JSON"),
        (b'{"resourceType": "\xff\xff"}', "", "It is not valid JSON"),
        ("[" * 100_000, "", "It is not valid JSON"),
        ('{"a":' * 100_000, "", "It is not valid JSON"),
        ('{"a": ' + "9" * 5000 + "}", "", "It is not valid JSON"),
        ("[]", "", "It is a JSON list"),
        ("{}", "", "It has no resourceType"),
        (a_patient(), "", "It is a single resource"),
        (a_resource("OperationOutcome", "o", {}, {}), "", "the error message of a FHIR server"),
        (a_bundle(), "entry", "holds no Encounter"),
        ({"resourceType": "Bundle"}, "entry", "holds no Encounter"),
        (a_bundle(a_patient()), "entry", "holds no Encounter"),
    ],
)
def test_what_is_no_bundle_with_an_encounter_is_told_in_one_sentence(content, where, reason):
    (told,) = told_of(content)
    assert isinstance(told, Unreadable)
    assert (told.path, told.where) == ("file.json", where)
    assert reason in told.reason


@pytest.mark.parametrize(
    "entries, where",
    [("none", "entry"), (["none"], "entry[0]"), ([{"resource": []}, {"resource": "x"}], "entry[1].resource")],
)
def test_entries_of_the_wrong_type_are_named(entries, where):
    told = told_of({"resourceType": "Bundle", "entry": entries})
    assert where in [one.where for one in told]


def test_a_bundle_in_a_bundle_and_a_resource_without_a_type_are_named():
    reasons = refusals_of(a_bundle(), {"resourceType": ""} | {"id": "x"})
    assert "Bundle inside a Bundle" in reasons["entry[1].resource"]
    assert "no resourceType" in reasons["entry[2].resource"]


@pytest.mark.parametrize(
    "field",
    ["participant", "identifier", "reasonCode", "serviceType", "hospitalization", "account", "location"],
)
@pytest.mark.parametrize("wrong", ["text", 5, True, [["x"]], [5], {"coding": "x"}, [{"type": "x"}]])
def test_a_field_of_the_wrong_type_never_loses_the_encounter(field, wrong):
    told = told_of(a_bundle(a_patient(), an_encounter(**{field: wrong})))
    assert isinstance(told[0], Arrival)
    assert all(one.where.startswith("entry[1].resource") for one in told[1:])


def test_a_string_where_a_list_belongs_is_named_with_its_path():
    assert refusals_of(an_encounter(participant="Dr. Welby")) == {
        "entry[1].resource.participant": "A list was expected here; this was left out."
    }


def test_what_is_wrong_with_a_shared_resource_is_told_once():
    shared = (a_patient(birthDate="1960"), a_coverage(period={"end": "soon"}))
    told = told_of(a_bundle(*shared, an_encounter(id="one"), an_encounter(id="two")))
    assert [type(one) for one in told] == [Arrival, Unreadable, Unreadable, Arrival]


def test_so_much_is_wrong_that_the_list_ends():
    told = told_of({"resourceType": "Bundle", "entry": [1] * 5000})
    assert len(told) == 1001
    assert told[-1].reason == "More than is listed here was not understood."


def test_a_bulk_export_is_read_across_its_files(tmp_path: Path):
    folder = tmp_path / "export"
    folder.mkdir()
    visits = [an_encounter(id=f"e{number}") for number in range(3)]
    (folder / "Encounter.ndjson").write_bytes(lines(*visits))
    (folder / "Patient.ndjson").write_bytes(lines(a_patient()))
    (folder / "Observation.ndjson").write_bytes(b'{"resourceType":"Observation" this line is never parsed\n')
    note = a_reference(context={"encounter": [{"reference": "Encounter/e1"}]})
    (folder / "DocumentReference.ndjson").write_bytes(lines(note))
    (source,) = open_sources([folder])
    told = list(read(source))
    assert [(one.account_number, len(one.documents)) for one in told] == [("e0", 0), ("e1", 1), ("e2", 0)]
    assert {one.path for one in told} == {"export/Encounter.ndjson"}


def test_what_is_wrong_in_a_bulk_export_is_named_by_its_line():
    content = lines(an_encounter(period={}), a_patient()) + b"\n{broken\n[]\n"
    (source,) = from_bytes("Encounter.ndjson", content)
    told = {one.where: one.reason for one in read(source)}
    assert list(told) == ["line 4", "line 5", "line 1: period.start"]
    assert told["line 4"] == "The line is not valid JSON."


def test_an_export_without_encounters_says_so():
    (source,) = from_bytes("Patient.ndjson", lines(a_patient(), a_patient(id="2")))
    assert [one.reason for one in read(source)] == ["The export holds no Encounter."]


def test_more_values_than_memory_should_hold_are_refused_before_they_are_read(monkeypatch):
    monkeypatch.setattr(reader, "HEAVIEST", 100)
    (told,) = told_of("[" + "[]," * 100 + "[]]")
    assert told.reason == reader.TOO_HEAVY
    (source,) = from_bytes("Patient.ndjson", lines(an_encounter(), a_patient()) * 20)
    assert reader.TOO_HEAVY in [one.reason for one in read(source) if isinstance(one, Unreadable)]


JUNK = [
    None,
    "",
    0,
    -1,
    1.5,
    True,
    [],
    {},
    [[]],
    [{}],
    [None],
    "x",
    "#",
    "#x",
    "Patient/",
    "urn:uuid:",
    "2026-13-45",
]
JUNK += [
    "9999-12-31",
    "0001-01-01T00:00:00+14:00",
    "\ud800",
    "\u202e",
    "a" * 2000,
    {"coding": "x"},
    {"reference": 5},
]
JUNK += [
    {"coding": [{"code": 5}]},
    {"reference": "#a"},
    {"reference": "Encounter?identifier=|"},
    "<div",
    float("nan"),
]


def spoiled(content: object, chance: random.Random) -> object:
    """The same with one place in it replaced, wrapped or left out."""
    content = copy.deepcopy(content)
    places: list[tuple[object, object]] = []
    todo = [content]
    for one in todo:
        inside = (
            list(one.items())
            if isinstance(one, dict)
            else list(enumerate(one))
            if isinstance(one, list)
            else []
        )
        places += [(one, key) for key, _ in inside]
        todo += [value for _, value in inside]
    holder, key = chance.choice(places)
    match chance.randrange(4):
        case 0:
            del holder[key]
        case 1:
            holder[key] = [holder[key]]
        case 2:
            holder[key] = copy.deepcopy(chance.choice(places)[0])
        case _:
            holder[key] = chance.choice(JUNK)
    return content


@pytest.mark.parametrize("seed", range(10))
def test_no_content_makes_it_raise(seed):
    chance = random.Random(seed)
    whole = a_bundle(
        a_patient(
            identifier=[{"type": {"coding": [{"code": "MR"}]}, "value": "7"}], address=[{"line": ["x"]}]
        ),
        an_encounter(
            participant=[
                {"type": [{"coding": [{"code": "ATND"}]}], "individual": {"reference": "Practitioner/w"}}
            ],
            hospitalization={"admitSource": {"coding": [{"code": "emd"}]}},
            reasonCode=[{"text": "Cough"}],
            contained=[a_resource("Account", "a", {"identifier": [{"value": "1"}]}, {})],
            account=[{"reference": "#a"}],
        ),
        a_coverage(period={"start": "2026-01-01"}, order=1),
        a_composition(author=[{"reference": "Practitioner/w"}]),
        a_reference(context={"encounter": [{"reference": "Encounter/enc"}]}),
        a_report(conclusion="Clear.", issued="2026-11-16"),
        a_resource("Practitioner", "w", {"name": [{"family": "Welby"}]}, {}),
        a_resource("Organization", "clinic", {"partOf": {"reference": "Organization/top"}}, {}),
    )
    for _ in range(100):
        content = whole
        for _ in range(chance.choice([1, 2, 5])):
            content = spoiled(content, chance)
        told = told_of(json.dumps(content))
        assert told, "nothing is passed over in silence"
        for one in told:
            repr(one).encode()  # keeps no half characters, so it can be stored
            assert not isinstance(one, Unreadable) or one.reason.endswith(".")

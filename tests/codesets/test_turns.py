"""Turns of phrase that are put into the words of the books before a query is read."""

import pytest

from queue_app.codesets.turns import turned


def put(query: str) -> str:
    """What the query surely is."""
    return " ".join(next(iter(turned(query))).split())


def perhaps(query: str) -> set[str]:
    """What it may be as well."""
    return {" ".join(one.split()) for one in list(turned(query))[1:]}


@pytest.mark.parametrize(
    "said", ["fam hx", "family hx of", "fam h/o", "f/h", "family history of", "mother had"]
)
def test_the_history_of_the_family_is_one_however_it_is_written(said: str):
    assert put(f"{said} gout") == "fhx gout"


@pytest.mark.parametrize("said", ["pmh", "pmhx", "past medical history of", "phx"])
def test_the_history_of_the_patient_is_one_however_it_is_written(said: str):
    assert put(f"{said} gout") == "hx of gout"


@pytest.mark.parametrize(
    "weeks, trimester",
    [("30/40", "third"), ("13+6", "first"), ("14 weeks", "second"), ("27w6d", "second"), ("28 wks", "third")],
)
def test_weeks_of_a_pregnancy_may_be_meant_as_their_trimester(weeks: str, trimester: str):
    assert f"breech {trimester} trimester" in perhaps(f"breech {weeks}")


def test_more_weeks_than_a_pregnancy_has_are_no_trimester():
    assert perhaps("cough 60 weeks") == set()


@pytest.mark.parametrize(
    "told, who, other",
    [
        ("cyclist hit by car on road", "pedal cycle driver", "collision car"),
        ("knocked off his bike by a lorry", "pedal cycle driver", "collision heavy transport vehicle"),
        ("pedestrian struck by bicycle", "pedestrian on foot", "collision pedal cycle"),
        ("run over by a bus", "pedestrian on foot", "collision heavy transport vehicle"),
        ("car driver hit tree", "car driver", "collision fixed stationary object"),
        ("motorcycle vs deer", "motorcycle driver", "collision pedestrian animal"),
        ("fell off his motorbike", "motorcycle driver", "noncollision"),
        ("passenger in car that rolled over", "car passenger", "noncollision"),
    ],
)
def test_an_accident_of_transport_is_told_as_who_was_hurt_by_what(told: str, who: str, other: str):
    assert who in put(told) and f"injured {other}" in put(told)


@pytest.mark.parametrize(
    "told", ["hit by falling tree", "fell off ladder", "hit head on table", "quad bike rollover"]
)
def test_not_every_blow_or_fall_is_one_of_transport(told: str):
    assert put(told) == told


def test_a_blistered_burn_is_one_of_the_second_degree():
    assert put("blistered burn left hand") == "second degree burn left hand"
    assert put("blistered heel") == "blistered heel"


def test_a_scald_may_be_found_as_a_burn_and_by_what_is_not_told_of_here():
    assert perhaps("scalded hand with hot tea") == {"burn hand"}


def test_what_a_drug_brought_about_may_be_found_as_brought_about_by_drugs():
    assert "drug constipation" in perhaps("opioid induced constipation")
    assert "drug myopathy" in perhaps("statin myopathy")
    assert perhaps("penicillin allergy") == set()


def test_a_bite_is_a_wound_where_it_is_told_what_was_bitten():
    assert "open bite left hand" in perhaps("dog bite left hand")
    assert "hand open bite" in perhaps("hand bitten by a cat")
    assert perhaps("dog bite") == set()


def test_where_metastases_came_from_is_not_where_they_are():
    assert put("brain mets from lung cancer") == "brain mets"
    assert put("bone metastases of unknown primary") == "bone metastases"


def test_of_a_diseased_bone_the_joint_may_be_said():
    assert "avn left femur" in perhaps("avn left hip")
    assert "pain femur" not in perhaps("pain hip")


def test_the_back_of_a_disc_is_a_part_of_the_spine():
    assert "slipped disc lumbar" in perhaps("slipped disc in the lower back")

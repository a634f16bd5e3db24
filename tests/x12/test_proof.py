"""A file that does not say what was meant is never given out."""

from dataclasses import replace
from datetime import date

import pytest

from queue_app.domain.claim import Claim
from queue_app.domain.codes import Codes, Diagnosis, Procedure
from queue_app.x12 import envelope, institutional
from queue_app.x12.proof import compare
from queue_app.x12.segment import Misread, Segment, split
from tests.x12.builders import (
    FACILITY,
    PAYER,
    a_clinic_claim,
    a_patient,
    a_stay,
    an_inpatient_claim,
    an_interchange,
)

CLAIM = an_inpatient_claim()


def segments_of(text: str) -> list[Segment]:
    return [(row.id, *row.elements) for row in split(text)[1:]]


def check(text: str, *meant: Claim) -> None:
    compare(text, segments_of(text), an_interchange(*meant))


@pytest.mark.parametrize(
    ("meant", "kind"),
    [
        (replace(CLAIM, number="OTHER"), "claim number"),
        (replace(CLAIM, patient=a_patient(family="Other")), "patient's name"),
        (replace(CLAIM, patient=a_patient(born_on=date(1951, 1, 31))), "birth date"),
        (replace(CLAIM, stay=a_stay(member_id="OTHER")), "member id"),
        (replace(CLAIM, facility=replace(FACILITY, npi="1679576722")), "facility's NPI"),
        (replace(CLAIM, payer=replace(PAYER, payer_id="99999")), "payer"),
        (replace(CLAIM, codes=Codes((Diagnosis("I10"), *CLAIM.codes.diagnoses[1:]))), "first diagnosis"),
        (replace(CLAIM, codes=Codes(CLAIM.codes.diagnoses[:2], CLAIM.codes.procedures)), "diagnoses"),
        (
            replace(CLAIM, codes=Codes(CLAIM.codes.diagnoses, (Procedure("02HV33Z", date(2026, 11, 2)),))),
            "procedures",
        ),
        (replace(CLAIM, stay=a_stay(disposition="02")), "admission and discharge"),
        (replace(CLAIM, stay=a_stay(birth_weight=3240)), "birth weight"),
        (replace(CLAIM, stay=a_stay(operating="p1")), "operating provider's NPI"),
        (replace(CLAIM, revenue_lines=CLAIM.revenue_lines[:1]), "total"),
        (
            replace(CLAIM, revenue_lines=tuple(replace(line, units=9) for line in CLAIM.revenue_lines)),
            "service lines",
        ),
    ],
)
def test_a_value_other_than_was_meant_is_named_by_its_kind(meant: Claim, kind: str) -> None:
    with pytest.raises(Misread, match=f": {kind} not written as it was meant"):
        check(envelope.write(an_interchange(CLAIM)), meant)


def test_writing_proves_its_own_work(monkeypatch: pytest.MonkeyPatch) -> None:
    def forgets(*_: object) -> list[Segment]:
        return []

    monkeypatch.setattr(institutional, "procedures", forgets)
    with pytest.raises(Misread, match="Claim ENC1001: procedures not written"):
        envelope.write(an_interchange(CLAIM))


def test_diagnoses_of_a_professional_claim_must_stand_in_order() -> None:
    claim = a_clinic_claim()
    first, second, third = claim.codes.diagnoses
    meant = replace(claim, codes=replace(claim.codes, diagnoses=(first, third, second)))
    with pytest.raises(Misread, match="diagnoses"):
        check(envelope.write(an_interchange(claim)), meant)


def test_a_claim_too_few_is_noticed() -> None:
    with pytest.raises(Misread, match="number of claims"):
        check(envelope.write(an_interchange(CLAIM)), CLAIM, replace(CLAIM, number="OTHER"))


def test_a_wrong_count_of_segments_is_noticed() -> None:
    text = envelope.write(an_interchange(CLAIM)).replace("SE*35*", "SE*34*")
    with pytest.raises(Misread, match="number of segments"):
        check(text, CLAIM)


def test_a_delimiter_that_slipped_into_a_value_is_noticed() -> None:
    text = envelope.write(an_interchange(CLAIM))
    with pytest.raises(Misread, match="as they were written"):
        compare(text.replace("1 ELM ST", "1~ELM ST"), segments_of(text), an_interchange(CLAIM))


def test_a_file_under_another_control_number_is_noticed() -> None:
    text = envelope.write(an_interchange(CLAIM))
    with pytest.raises(Misread, match="ISA"):
        compare(text, segments_of(text), an_interchange(CLAIM, control_number=102))

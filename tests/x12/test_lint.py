"""What the lint says of broken files: for every rule one that it catches, and none of the good ones."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from queue_app.x12 import envelope
from queue_app.x12.lint import OF_A_CLAIM, OF_THE_FILE, ClaimRows, claims_of, lint
from queue_app.x12.segment import Row, split
from tests.x12.builders import (
    MADE_AT,
    TODAY,
    a_clinic_claim,
    an_emergency_claim,
    an_inpatient_claim,
    an_interchange,
)

CLINIC = envelope.write(an_interchange(a_clinic_claim()))
INPATIENT = envelope.write(an_interchange(an_inpatient_claim()))
EMERGENCY = envelope.write(an_interchange(an_emergency_claim()))
TWO = envelope.write(an_interchange(a_clinic_claim(), a_clinic_claim(number="ENC3002")))
DIAGNOSES = "HI*ABK:E1142*ABF:I10*ABF:Z794~"


@pytest.mark.parametrize("text", [CLINIC, INPATIENT, EMERGENCY, TWO])
def test_a_good_file_gives_nothing_to_say(text: str) -> None:
    assert lint(text, TODAY) == []


BROKEN = [
    (CLINIC, "CODEDESK       *ZZ", "CODEDESK*ZZ", "ISA06 must be 15 characters wide."),
    (CLINIC, "*000000101*0*T", "*101*0*T", "ISA13 must be 9 characters wide."),
    (
        CLINIC,
        "IEA*1*000000101",
        "IEA*1*000000102",
        "The control numbers of ISA and IEA differ, or one of them is missing.",
    ),
    (
        CLINIC,
        "GE*1*101",
        "GE*1*7",
        "The control numbers of GS and GE differ, or one of them is missing.",
    ),
    (
        CLINIC,
        "SE*30*0001~",
        "",
        "The control numbers of ST and SE differ, or one of them is missing.",
    ),
    (CLINIC, "IEA*1*", "IEA*2*", "IEA01 does not count the GS segments."),
    (TWO, "GE*2*", "GE*1*", "GE01 does not count the ST segments."),
    (
        CLINIC,
        "SE*30*",
        "SE*29*",
        "SE01 of transaction set 0001 does not count its segments.",
    ),
    (
        CLINIC,
        "*X*005010X222A1",
        "*X*005010X222",
        "GS08 must be one of 005010X222A1, 005010X223A2.",
    ),
    (TWO, "CLM*ENC3002*", "CLM*ENC3001*", "Claim ENC3001 is in the file 2 times."),
    (
        CLINIC,
        "CLM*ENC3001*",
        "CLM*Ann Sample*",
        "A claim number (CLM01) is not 1 to 20 of A to Z and 0 to 9.",
    ),
    (
        CLINIC,
        "XX*1234567893",
        "XX*1234567890",
        "The NPI of a party (NM1*85) has a wrong check digit or length.",
    ),
    (
        CLINIC,
        "XX*1679576722",
        "XX*16795767",
        "The NPI of a party (NM1*82) has a wrong check digit or length.",
    ),
    (
        CLINIC,
        "DMG*D8*19500131*F~",
        "",
        "Claim ENC3001: birth date and sex (DMG) of the subscriber are missing.",
    ),
    (
        CLINIC,
        DIAGNOSES,
        "HI*BK:E1142*BF:I10~",
        "Claim ENC3001: BF, BK is for ICD-9; ICD-10 has ABF, ABK.",
    ),
    (INPATIENT, "HI*BBR:", "HI*BR:", "Claim ENC1001: BR is for ICD-9; ICD-10 has BBR."),
    (
        CLINIC,
        "ABF:Z794",
        "ABN:Z794",
        "Claim ENC3001: a qualifier of codes (HI) is not one of an 837P.",
    ),
    (
        CLINIC,
        "ABF:Z794",
        "ABK:Z794",
        "Claim ENC3001: it must have exactly one principal or first diagnosis (ABK).",
    ),
    (
        CLINIC,
        "ABK:E1142",
        "ABK:E11.42",
        "Claim ENC3001: a diagnosis or procedure code is written with a dot.",
    ),
    (
        CLINIC,
        "ABF:I10",
        "ABF:10",
        "Claim ENC3001: diagnosis code 2 does not look like one of ICD-10.",
    ),
    (CLINIC, "ABF:I10", "ABF", "Claim ENC3001: diagnosis code 2 does not look like one of ICD-10."),
    (
        INPATIENT,
        "BBR:02HV33Z",
        "BBR:02HV33",
        "Claim ENC1001: procedure code 1 does not look like one of ICD-10.",
    ),
    (
        CLINIC,
        "***1:2:3~",
        "***1:2:4~",
        "Claim ENC3001: line 1 points at a diagnosis that is not there.",
    ),
    (CLINIC, "***1:2:3~", "~", "Claim ENC3001: line 1 points at no diagnosis."),
    (
        CLINIC,
        "99214:25*",
        "99214:25:59:GT:LT:76*",
        "Claim ENC3001: line 1 has more than four modifiers.",
    ),
    (
        EMERGENCY,
        "99283:25*",
        "99283:25:59:GT:LT:76*",
        "Claim ENC2001: line 1 has more than four modifiers.",
    ),
    (
        CLINIC,
        "*70.5*UN",
        "*70.05*UN",
        "Claim ENC3001: the charges of its lines do not add up to its total (CLM02).",
    ),
    (
        EMERGENCY,
        "CLM*ENC2001*575.5",
        "CLM*ENC2001*1E3",
        "Claim ENC2001: the charges of its lines do not add up to its total (CLM02).",
    ),
    (
        INPATIENT,
        "::Y~",
        "::1~",
        "Claim ENC1001: present on admission must be Y, N, U, W or left out.",
    ),
    (
        EMERGENCY,
        "ABK:S93401A",
        "ABK:S93401A:::::::Y",
        "Claim ENC2001: present on admission is given for an outpatient.",
    ),
    (CLINIC, "D8*20261101", "D8*20261122", "Claim ENC3001: a date lies in the future."),
    (INPATIENT, "20261101-20261105", "20261101-20261205", "Claim ENC1001: a date lies in the future."),
    (INPATIENT, "D8:20261101", "D8:20271101", "Claim ENC1001: a date lies in the future."),
    (CLINIC, "D8*19500131", "D8*19", "Claim ENC3001: a date is not eight digits."),
    (CLINIC, CLINIC, "Dear Sir", "It does not begin with an ISA segment, so it is not X12."),
]


@pytest.mark.parametrize(("text", "old", "new", "says"), BROKEN)
def test_a_broken_file_is_told_what_is_wrong(text: str, old: str, new: str, says: str) -> None:
    assert old in text
    assert says in lint(text.replace(old, new), TODAY)


BROKEN_ROWS = [split(text.replace(old, new)) for text, old, new, _ in BROKEN if old != text]


def test_a_file_without_claims_is_told_so() -> None:
    assert "The file has no claims." in lint(CLINIC[: CLINIC.index("ST*")], TODAY)


def test_a_service_of_today_is_not_in_the_future_and_yesterday_it_was() -> None:
    text = CLINIC.replace("20261101", f"{MADE_AT:%Y%m%d}")
    assert lint(text, TODAY) == []
    assert lint(text, TODAY - timedelta(days=1)) == ["Claim ENC3001: a date lies in the future."]


def test_nothing_of_the_patient_is_repeated() -> None:
    broken = (
        CLINIC.replace("ABK:E1142", "E11.42").replace("CLM*ENC3001", "CLM*Ann Sample").replace("*F~", "~")
    )
    said = " ".join(lint(broken, TODAY))
    assert "E11" not in said
    assert "Ann" not in said


@pytest.mark.parametrize("cut", range(0, len(INPATIENT) - 8, 7))
def test_a_file_cut_short_anywhere_is_told_so_and_breaks_nothing(cut: int) -> None:
    assert lint(INPATIENT[:cut], TODAY)


@pytest.mark.parametrize("rule", OF_THE_FILE, ids=lambda rule: rule.__name__)
def test_every_rule_of_the_file_catches_one_of_the_broken_files(
    rule: Callable[[list[Row]], Iterator[str]],
) -> None:
    assert any(list(rule(rows)) for rows in BROKEN_ROWS)


@pytest.mark.parametrize("rule", OF_A_CLAIM, ids=lambda rule: rule.__name__)
def test_every_rule_of_a_claim_catches_one_of_the_broken_files(
    rule: Callable[[ClaimRows], Iterator[str]],
) -> None:
    assert any(list(rule(claim)) for rows in BROKEN_ROWS for claim in claims_of(rows))

"""What counts for the claim: what the coder says, else the source, and whom the claim names."""

from datetime import timedelta

from queue_app.domain import abstract
from queue_app.domain.codes import Abstract, Codes, Line, Procedure
from queue_app.domain.encounter import Hold, PatientClass, Unit
from tests.builders import NOON, a_patient, a_stay, an_encounter

FACILITY = an_encounter(unit=Unit.FACILITY, stay=a_stay(patient_class=PatientClass.INPATIENT))


def coded(*lines: Line, procedures: tuple[Procedure, ...] = (), **said: object) -> Codes:
    return Codes(procedures=procedures, lines=lines, abstract=Abstract(**said))  # type: ignore[arg-type]


def test_what_the_coder_says_counts_and_else_the_source() -> None:
    source = a_stay(disposition="01", admit_type="1")
    counts = abstract.counting(source, coded(disposition="03", birth_weight=3240))
    assert (counts.disposition, counts.admit_type, counts.birth_weight) == ("03", "1", 3240)
    assert abstract.counting(source, coded()) is source


def test_what_the_coder_says_outlasts_a_newer_message_of_the_source() -> None:
    codes = coded(disposition="03")
    newer = a_stay(disposition="62", admit_type="2")
    counts = abstract.counting(newer, codes)
    assert (counts.disposition, counts.admit_type) == ("03", "2")


def test_who_did_the_first_procedure_operated_unless_somebody_else_is_named() -> None:
    done = (
        Procedure("0DTJ4ZZ"),
        Procedure("0DB68ZX", provider="dr-2"),
        Procedure("02HV33Z", provider="dr-3"),
    )
    assert abstract.counting(a_stay(), coded(procedures=done)).operating == "dr-2"
    assert abstract.counting(a_stay(), coded(procedures=done, operating="dr-9")).operating == "dr-9"
    assert abstract.counting(a_stay(operating="dr-5"), coded(procedures=done)).operating == "dr-5"


def test_a_claim_names_first_whom_it_is_about() -> None:
    codes = coded(Line("99213", rendering="dr-4"), procedures=(Procedure("0DTJ4ZZ", provider="dr-2"),))
    stay = abstract.counting(a_stay(attending="dr-1", rendering="dr-3"), codes)
    assert abstract.named(Unit.PROFESSIONAL, stay, codes) == ("dr-3", "dr-4")
    assert abstract.named(Unit.FACILITY, stay, codes) == ("dr-1", "dr-2", "dr-3", "dr-4")
    assert abstract.named(Unit.FACILITY, a_stay(attending=""), Codes()) == ("",)


def test_a_hold_for_a_provider_whom_the_claim_names_no_more_is_over() -> None:
    facts = {"blocks": "billing", "owner": "billing", "placed_by": "system", "placed_at": NOON}
    holds = [
        Hold(id=lacks, reason="directory_entry_missing", lacks=lacks, **facts)  # type: ignore[arg-type]
        for lacks in ("provider/dr-1", "payer/payer-1", "provider/dr-2", "")
    ]
    held = an_encounter(unit=Unit.FACILITY, holds=tuple(holds))
    left = abstract.holds_left(held, coded(attending="dr-7", operating="dr-2"))
    assert [hold.lacks for hold in left] == ["payer/payer-1", "provider/dr-2", ""]
    assert abstract.holds_left(held, coded(operating="dr-2")) == held.holds


def test_each_kind_of_claim_tells_its_own_of_the_stay() -> None:
    assert abstract.fields(an_encounter()) == ("rendering", "place_of_service")
    assert "birth_weight" not in abstract.fields(FACILITY)
    born = a_patient(born_on=(NOON - timedelta(days=28)).date())
    newborn = an_encounter(unit=Unit.FACILITY, stay=FACILITY.stay, patient=born)
    assert "birth_weight" in abstract.fields(newborn)
    assert "admitting_diagnosis" in abstract.fields(newborn)
    emergency = an_encounter(unit=Unit.FACILITY, stay=a_stay(patient_class=PatientClass.EMERGENCY))
    assert "visit_reasons" in abstract.fields(emergency)
    assert "admitting_diagnosis" not in abstract.fields(emergency)

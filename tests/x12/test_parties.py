"""Who sends, receives, bills, is insured and pays."""

from dataclasses import replace

import pytest

from queue_app.domain.encounter import Address
from queue_app.x12.parties import billing_provider, subscriber, subscriber_name
from tests.x12.builders import FACILITY, PATIENT, PAYER, SENDER, a_patient

HOME = Address(lines=("1 Elm St",), city="Springfield", state="MA", postal_code="01109")


def test_the_payer_s_type_is_the_claim_filing_indicator() -> None:
    assert list(subscriber(PAYER))[1] == ("SBR", "P", "18", "", "", "", "", "", "", "MA")


def test_the_patient_is_the_subscriber_with_member_id_address_and_demographics() -> None:
    assert list(subscriber_name(a_patient(address=HOME), "1EG4")) == [
        ("NM1", "IL", "1", "SAMPLE", "ANN", "", "", "", "MI", "1EG4"),
        ("N3", "1 ELM ST", ""),
        ("N4", "SPRINGFIELD", "MA", "01109"),
        ("DMG", "D8", "19500131", "F"),
    ]


@pytest.mark.parametrize(
    "lacks",
    [
        {"lines": ()},
        {"lines": ("~",)},
        {"city": ""},
        {"state": ""},
        {"state": "Missouri"},
        {"postal_code": ""},
        {"postal_code": "K1A 0B1"},
    ],
)
def test_an_address_that_is_not_whole_is_left_out_and_nothing_is_made_up(lacks: dict[str, object]) -> None:
    home = replace(HOME, **lacks)  # type: ignore[arg-type]
    assert [segment[0] for segment in subscriber_name(a_patient(address=home), "1EG4")] == ["NM1", "DMG"]


def test_address_lines_beyond_two_share_the_second() -> None:
    home = replace(HOME, lines=("1 Elm St", "", "Back house", "Apt 2"))
    assert list(subscriber_name(a_patient(address=home), "1EG4"))[1] == ("N3", "1 ELM ST", "BACK HOUSE APT 2")


@pytest.mark.parametrize(("sex", "written"), [("F", "F"), ("M", "M"), ("U", "U"), ("other", "U"), ("", "U")])
def test_a_sex_the_claim_has_no_letter_for_is_unknown(sex: str, written: str) -> None:
    assert list(subscriber_name(replace(PATIENT, sex=sex), "1EG4"))[-1][-1] == written


@pytest.mark.parametrize(("typed", "written"), [("01109", "011090000"), ("01109-1234", "011091234")])
def test_the_billing_provider_s_zip_code_has_nine_digits(typed: str, written: str) -> None:
    facility = replace(FACILITY, address=replace(FACILITY.address, postal_code=typed))
    assert ("N4", "SPRINGFIELD", "MA", written) in list(billing_provider(facility, SENDER))


def test_the_billing_provider_s_telephone_is_given_where_it_is_not_the_sender_s() -> None:
    def contacts(phone: str) -> list[object]:
        segments = billing_provider(replace(FACILITY, phone=phone), SENDER)
        return [segment[-1] for segment in segments if segment[0] == "PER"]

    assert contacts("1-413-555-0199") == ["4135550199"]
    assert contacts(SENDER.phone) == contacts("") == []

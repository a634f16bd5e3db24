"""Whether a number can be an NPI."""

import pytest

from queue_app.domain.npi import npi_is_valid


@pytest.mark.parametrize("npi", ["1234567893", "1558598797", "1000000004"])
def test_a_number_with_the_right_check_digit_can_be_an_npi(npi: str) -> None:
    assert npi_is_valid(npi)


def test_of_ten_numbers_that_differ_in_the_last_digit_only_one_can_be_an_npi() -> None:
    assert [last for last in range(10) if npi_is_valid(f"123456789{last}")] == [3]


def test_two_neighbouring_digits_that_changed_places_are_noticed() -> None:
    assert not npi_is_valid("1324567893")


@pytest.mark.parametrize(
    "npi", ["", "123456789", "12345678930", "123456789３", "1234567893\n", "808401234567893"]
)
def test_what_is_not_ten_plain_digits_cannot_be_an_npi(npi: str) -> None:
    assert not npi_is_valid(npi)

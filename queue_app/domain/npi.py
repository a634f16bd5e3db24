"""National Provider Identifiers: ten digits, the last of which proves the others."""

import re


def npi_is_valid(npi: str) -> bool:
    """Ten digits: first 1 or 2, last the Luhn check digit of 80840 and the others (45 CFR 162.406)."""
    if not re.fullmatch(r"[12][0-9]{9}", npi):
        return False
    digits = [int(digit) for digit in reversed("80840" + npi)]
    return sum(sum(divmod(2 * digit, 10)) if at % 2 else digit for at, digit in enumerate(digits)) % 10 == 0

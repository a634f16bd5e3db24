"""The batch number (BHT03) of a transaction set: it tells file and place, and comes back on a 277CA."""

import re


def batch_number(control_number: int, position: int) -> str:
    return f"{control_number:09}{position:04}"


def placed(batch_number: str) -> tuple[int, int] | None:
    """Control number of the interchange and position of the claim in it; None where it is not one of ours."""
    found = re.fullmatch(r"([0-9]{9})([0-9]{4,9})", batch_number)
    return (int(found[1]), int(found[2])) if found else None

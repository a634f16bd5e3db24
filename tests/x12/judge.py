"""pyx12 as the judge of our files: whether it accepts one, and the 999 it answers with."""

import io
import logging
from functools import cache

import pyx12.params
import pyx12.x12n_document


@cache
def _settings() -> pyx12.params.ParamsBase:
    logging.getLogger("pyx12").setLevel(logging.CRITICAL)
    return pyx12.params.ParamsBase()


def answer(text: str) -> tuple[bool, str]:
    """Whether pyx12 accepts the file, and its 999."""
    acknowledgement = io.StringIO()
    accepted = pyx12.x12n_document.x12n_document(_settings(), io.StringIO(text), acknowledgement, None)
    return accepted, acknowledgement.getvalue()


def complaints(text: str) -> list[str]:
    """Every error segment of the 999, and a last line if the file is not accepted; nothing if all is well."""
    accepted, acknowledgement = answer(text)
    segments = [segment.strip() for segment in acknowledgement.split("~")]
    found = [one for one in segments if one.startswith(("IK3", "IK4", "CTX", "TA1"))]
    found += [one for one in segments if one.startswith(("IK5", "AK9")) and one.split("*")[1] != "A"]
    return found if accepted else [*found, "not accepted"]

"""A whole file for billing: interchange, group and one transaction set a claim around what the loops say."""

from collections.abc import Iterator
from datetime import timedelta

from queue_app.domain.claim import Claim, Interchange
from queue_app.domain.encounter import Unit
from queue_app.x12 import institutional, professional, proof
from queue_app.x12.lint import lint
from queue_app.x12.reference import batch_number
from queue_app.x12.requirements import interchange_problems
from queue_app.x12.segment import COMPONENT, ELEMENT, END, REPETITION, Misread, Segment, day, join

FURTHEST_EAST = timedelta(hours=14)  # from UTC: whatever the site's zone, it is no later there
GUIDES = {Unit.PROFESSIONAL: professional, Unit.FACILITY: institutional}


class Unwritable(ValueError):
    """Something the guides require is missing; nothing was written."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


def write(interchange: Interchange) -> str:
    """The text of an 837P or 837I, the same for the same interchange, read back and linted first.

    Raises Unwritable, with a sentence for each thing missing, and Misread if the text does not say what was
    meant or the lint finds fault with it. `made_at` is written as it stands, in UTC.
    """
    if found := interchange_problems(interchange):
        raise Unwritable(found)
    segments = list(group(interchange))
    isa = opened(interchange)
    iea: Segment = ("IEA", "1", f"{interchange.control_number:09}")
    text = isa + join([*segments, iea])
    proof.compare(text, [*segments, iea], interchange)
    if faults := lint(text, (interchange.made_at + FURTHEST_EAST).date()):
        raise Misread(" ".join(faults))
    return text


def opened(interchange: Interchange) -> str:
    """ISA, the one segment whose elements have fixed widths."""
    sender, at = interchange.sender, interchange.made_at
    nothing, parties = " " * 10, ("ZZ", f"{sender.id:15}", "ZZ", f"{sender.receiver_id:15}")
    moment = (f"{at:%y%m%d}", f"{at:%H%M}", REPETITION, "00501", f"{interchange.control_number:09}")
    usage = ("0", "P" if sender.production else "T", COMPONENT)
    return ELEMENT.join(("ISA", "00", nothing, "00", nothing, *parties, *moment, *usage)) + END


def group(interchange: Interchange) -> Iterator[Segment]:
    """GS to GE. Its control number is the interchange's: a 999 answers with it (AK102)."""
    sender, at, number = interchange.sender, interchange.made_at, str(interchange.control_number)
    version = GUIDES[interchange.claims[0].unit].VERSION
    moment = (day(at.date()), f"{at:%H%M}")
    yield ("GS", "HC", sender.id, sender.receiver_id, *moment, number, "X", version)
    for position, claim in enumerate(interchange.claims, start=1):
        yield from transaction_set(interchange, claim, position)
    yield ("GE", str(len(interchange.claims)), number)


def transaction_set(interchange: Interchange, claim: Claim, position: int) -> Iterator[Segment]:
    """ST to SE. SE01 counts both."""
    guide, at, number = GUIDES[claim.unit], interchange.made_at, f"{position:04}"
    loops = list(guide.loops(interchange.sender, claim))
    batch = batch_number(interchange.control_number, position)
    yield ("ST", "837", number, guide.VERSION)
    yield ("BHT", "0019", "00", batch, day(at.date()), f"{at:%H%M}", "CH")
    yield from loops
    yield ("SE", str(len(loops) + 3), number)

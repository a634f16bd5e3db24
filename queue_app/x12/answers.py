"""Billing's answers to what we sent: of a file (TA1), of its transaction sets (999), of its claims (277CA).

Reasons are our own sentences, built of codes and places alone: a value sent back to us may be a patient's.
"""

import re
from collections.abc import Iterator
from typing import Literal

from queue_app.x12.acknowledgement import read_acknowledgement, read_interchange_answers
from queue_app.x12.claim_status import read_claim_status
from queue_app.x12.segment import Garbled as Garbled
from queue_app.x12.segment import Row, split
from queue_app.x12.verdict import Answer as Answer
from queue_app.x12.verdict import Answers as Answers
from queue_app.x12.verdict import merged, number

CLAIM_ACKNOWLEDGEMENT = "X214"  # in the version (GS08, ST03) of a 277CA


def read(text: str) -> Answers:
    """What one file from billing says.

    Raises Garbled, with a sentence, for anything that is no such file or is not whole: then nothing of it
    counts, and billing has to send it again.
    """
    rows = split(text)
    control_number = number(rows[0].at(13))
    if control_number is None:
        raise Garbled("Its control number (ISA13) has more than nine digits.")
    answers = list(read_interchange_answers(rows))
    kind: Literal["999", "277CA", "TA1"] = "TA1"
    for version, transaction_set in _transaction_sets(rows):
        name = transaction_set[0].at(1)
        if name == "999":
            kind = "999"
            answers += read_acknowledgement(transaction_set)
        elif name == "277" and _acknowledges_claims(version, transaction_set):
            kind = "277CA"
            answers += read_claim_status(transaction_set)
        else:
            named = name if re.fullmatch("[0-9]{3}", name) else "of another kind"
            raise Garbled(f"It holds a transaction {named}, which is no answer to claims (999, 277CA, TA1).")
    if not answers:
        raise Garbled("It answers nothing: there is no 999, 277CA or TA1 in it that names a file or a claim.")
    sender, receiver = rows[0].at(6), rows[0].at(8)
    return Answers(
        kind=kind, sender=sender, receiver=receiver, control_number=control_number, answers=merged(answers)
    )


def _transaction_sets(rows: list[Row]) -> Iterator[tuple[str, list[Row]]]:
    """Each ST to SE, with the version its group names (GS08)."""
    version, held = "", list[Row]()
    for row in rows:
        if row.id == "GS":
            version = row.code(8)
        if row.id == "ST" or held:
            held.append(row)
        if row.id in ("GE", "IEA") and held:
            break
        if row.id == "SE" and held:
            yield version, held
            held = []
    if held:
        raise Garbled("It breaks off in the middle: a transaction set has no end (SE).")


def _acknowledges_claims(version: str, transaction_set: list[Row]) -> bool:
    """A 277 may also answer a status inquiry (X212); where no version is given, BHT06 tells them apart."""
    told = transaction_set[0].code(3) or version
    if told:
        return CLAIM_ACKNOWLEDGEMENT in told
    return any(row.id == "BHT" and row.code(6) == "TH" for row in transaction_set)

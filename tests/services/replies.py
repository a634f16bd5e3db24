"""Billing's answers to our files: say only what the test is about."""

import os
import time
from pathlib import Path

from queue_app.mailbox import Mailbox
from queue_app.x12.envelope import opened
from tests.x12.builders import SENDER, an_interchange


def a_999(control: int, *verdicts: str, receiver: str = "CODEDESK") -> str:
    """A verdict (A, E, R) on each claim of the file of that control number."""
    sets = [
        segment
        for place, verdict in enumerate(verdicts, 1)
        for segment in (f"AK2*837*{place:04}*005010X222A1", f"IK5*{verdict}")
    ]
    good = sum(verdict != "R" for verdict in verdicts)
    count = len(verdicts)
    closing = f"AK9*{'A' if good == count else 'P' if good else 'R'}*{count}*{count}*{good}"
    body = ("ST*999*0001*005010X231A1", f"AK1*HC*{control}*005010X222A1", *sets, closing)
    return _file("FA", "005010X231A1", body, receiver)


def a_277ca(statuses: dict[str, str], receiver: str = "CODEDESK") -> str:
    """A category and status, such as "A7:562:85", for each claim number."""
    patients = [
        segment
        for place, (number, status) in enumerate(statuses.items(), 4)
        for segment in (
            f"HL*{place}*3*PT",
            "NM1*QC*1*SAMPLE*ANN****MI*M123",
            f"TRN*2*{number}",
            f"STC*{status}*20261122*WQ*125",
        )
    ]
    body = (
        "ST*277*0001*005010X214", "BHT*0085*08*1*20261122*1300*TH",
        "HL*1**20*1", "NM1*PR*2*BLUE PLAN*****PI*54321", "TRN*1*BATCH9",
        "HL*2*1*21*1", "NM1*41*2*CODEDESK*****46*CODEDESK", "TRN*2*BATCH9", "STC*A1:19:PR*20261122*WQ*125",
        "HL*3*2*19*1", "NM1*85*2*ELM*****XX*1234567893", "TRN*1*0", "STC*A1:19:PR**WQ*125",
        *patients,
    )  # fmt: skip
    return _file("HN", "005010X214", body, receiver)


def put(mailbox: Mailbox, answer: str | bytes, name: str = "answer.999") -> Path:
    """An answer in the drop folder, quiet for a while."""
    path = mailbox.inbox / name
    path.write_bytes(answer.encode() if isinstance(answer, str) else answer)
    os.utime(path, (time.time() - 60,) * 2)
    return path


def _file(functional: str, version: str, body: tuple[str, ...], receiver: str) -> str:
    there = {"id": SENDER.receiver_id, "receiver_id": receiver}
    isa = opened(an_interchange(sender=type(SENDER)(**(vars(SENDER) | there)), control_number=900))
    group = f"GS*{functional}*CLEARHOUSE*{receiver}*20261122*1300*900*X*{version}"
    segments = (group, *body, f"SE*{len(body) + 1}*0001", "GE*1*900", "IEA*1*000000900")
    return isa + "".join(f"{segment}~" for segment in segments)

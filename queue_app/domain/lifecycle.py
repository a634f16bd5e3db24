"""The life of an encounter: every step that can be taken, in one table.

Permissions, buttons, history, the guard inside Redis, docs/lifecycle.md, /openapi.json and half of the
tests are read off it.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, Flag, auto

from queue_app.domain.encounter import Status
from queue_app.domain.errors import NotFound


class Party(Flag):
    """What a person is to one encounter."""

    CODER = auto()
    HOLDER = auto()  # works on it now
    REVIEWER = auto()  # an auditor who did not code it
    SUPERVISOR = auto()
    SYSTEM = auto()


class Holder(Enum):
    """Who holds the encounter after a step."""

    SAME = "same"
    ACTOR = "actor"
    ASSIGNEE = "assignee"
    CODER = "coder"  # back to whoever submitted it
    NOBODY = "nobody"


class Lease(Enum):
    """How long the holder may be silent before the encounter goes back to its worklist."""

    DESK = timedelta(hours=1)  # while somebody works; every save starts it anew
    TRAY = timedelta(hours=24)  # laid on somebody's desk, perhaps overnight


@dataclass(frozen=True)
class Step:
    verb: str
    arrows: dict[Status, frozenset[Status]]  # from where, to where
    by: Party
    button: str
    history: str
    holder: Holder
    lease: Lease | None  # None: nobody is working on it afterwards
    asks: tuple[str, ...]  # the fields of its form; "?" after a name: may be left out
    submits: bool  # makes a numbered version of the codes, for which the edits must find no error
    tone: str  # of the button

    def __hash__(self) -> int:
        return hash(self.verb)

    @property
    def sources(self) -> frozenset[Status]:
        return frozenset(self.arrows)

    @property
    def leaves_the_status(self) -> bool:
        return all(targets == {source} for source, targets in self.arrows.items())

    @property
    def leaves_the_work(self) -> bool:
        """Changes neither status nor holder nor codes, so that what a coder types meanwhile still fits."""
        keeps = self.holder is Holder.SAME and self.lease is None and "codes" not in self.asks
        return keeps and self.leaves_the_status

    @property
    def needed(self) -> tuple[str, ...]:
        """What its form cannot go without."""
        return tuple(field for field in self.asks if not field.endswith("?"))


SAME = "same"  # the step does not change the status
OPEN = "awaiting_documents ready assigned on_hold in_review returned final_coded rejected"


def step(
    verb: str,
    sources: str,
    target: str,
    by: str,
    button: str,
    history: str,
    *,
    holder: str = "same",
    lease: str = "",
    asks: str = "",
    submits: bool = False,
    tone: str = "plain",
) -> Step:
    """One row of the table; a misspelt word fails at import."""
    party = Party(0)
    for name in by.split():
        party |= Party[name.upper()]
    arrows = {
        source: frozenset((source,) if target == SAME else map(Status, target.split()))
        for source in map(Status, sources.split())
    }
    return Step(
        verb=verb,
        arrows=arrows,
        by=party,
        button=button,
        history=history,
        holder=Holder(holder),
        lease=Lease[lease.upper()] if lease else None,
        asks=tuple(asks.split()),
        submits=submits,
        tone=tone,
    )


# fmt: off
LIFECYCLE = (
    #    verb           from                           to                          who                  button                history says
    step("import",      "new",                         "awaiting_documents ready", "system",            "",                   "arrived",                 holder="nobody"),
    step("amend",       OPEN + " sent accepted no_bill", SAME,                     "system",            "",                   "newer content arrived"),
    step("complete",    "awaiting_documents",          "ready",                    "system supervisor", "Documents complete", "documents complete"),
    step("claim",       "ready",                       "assigned",                 "coder",             "Claim",              "claimed",                 holder="actor",    lease="desk", tone="primary"),
    step("assign",      "ready assigned on_hold returned rejected", "assigned",    "supervisor",        "Assign",             "assigned",                holder="assignee", lease="tray", asks="assignee"),
    step("save",        "assigned",                    "assigned",                 "holder",            "Save",               "saved",                   lease="desk", asks="codes"),
    step("submit",      "assigned",                    "final_coded",              "holder",            "Submit",             "submitted",               holder="nobody",   asks="codes?", submits=True, tone="primary"),
    step("ask_review",  "assigned",                    "in_review",                "holder",            "Submit for review",  "submitted for review",    holder="nobody",   asks="codes?", submits=True),
    step("hold",        "assigned on_hold",            "on_hold",                  "holder",            "Put on hold",        "put on hold",             asks="hold"),
    step("resume",      "on_hold",                     "assigned",                 "holder supervisor", "Resume",             "resumed",                 lease="desk", tone="primary"),
    step("release",     "assigned on_hold",            "ready",                    "holder supervisor", "Release",            "released",                holder="nobody"),
    step("lapse",       "assigned",                    "ready",                    "system",            "",                   "went back: lease over",   holder="nobody"),
    step("pass_review", "in_review",                   "final_coded",              "reviewer",          "Pass review",        "passed review",           tone="primary"),
    step("return",      "in_review",                   "returned",                 "reviewer",          "Return to coder",    "returned",                holder="coder",    asks="reason"),
    step("rebut",       "returned",                    "in_review",                "holder",            "Rebut",              "rebutted",                holder="nobody",   asks="reason"),
    step("rework",      "returned rejected",           "assigned",                 "holder",            "Rework",             "taken up again",          lease="desk", tone="primary"),
    step("block",       OPEN,                          SAME,                       "system",            "",                   "billing hold placed"),
    step("lift",        OPEN,                          SAME,                       "system supervisor", "",                   "billing hold lifted",     asks="hold_id"),
    step("export",      "final_coded",                 "sent",                     "system",            "",                   "sent to billing",         holder="nobody"),
    step("acknowledge", "sent",                        "sent",                     "system",            "",                   "acknowledged by billing"),
    step("accept",      "sent",                        "accepted",                 "system",            "",                   "accepted by billing"),
    step("reject",      "sent accepted",               "rejected",                 "system",            "",                   "rejected by billing",     holder="coder",    asks="reason"),
    step("void",        OPEN,                          "no_bill",                  "supervisor",        "No bill",            "set to no bill",          holder="nobody",   asks="reason", tone="danger"),
    step("reopen",      "no_bill",                     "ready",                    "supervisor",        "Reopen",             "reopened"),
)
# fmt: on

# Discharged, not final coded (DNFC).
NOT_FINAL_CODED = (
    Status.AWAITING_DOCUMENTS,
    Status.READY,
    Status.ASSIGNED,
    Status.ON_HOLD,
    Status.IN_REVIEW,
    Status.RETURNED,
)
# What was submitted is what is billed: nobody has still to see it, or codes it anew, or set it to no bill.
FINALLY_CODED = (Status.FINAL_CODED, Status.SENT, Status.ACCEPTED, Status.REJECTED)
# Nobody has anything to do any more, unless billing or a supervisor thinks again.
FINISHED = tuple(status for status in Status if status not in {Status.NEW, *OPEN.split()})
BY_VERB = {row.verb: row for row in LIFECYCLE}


def step_named(verb: str) -> Step:
    if verb not in BY_VERB:
        raise NotFound("There is no such step.")
    return BY_VERB[verb]


def as_markdown() -> str:
    """docs/lifecycle.md: the table and its diagram."""
    rows = [
        f"| `{row.verb}` | {_statuses(row.sources)} | {_targets(row)} | "
        f"{', '.join(p.name.lower() for p in Party if p in row.by and p.name)} | {row.button} | {row.history} |"
        for row in LIFECYCLE
    ]
    arrows = [
        f"    {source} --> {target}: {row.verb}"
        for row in LIFECYCLE
        for source in sorted(row.sources)
        for target in sorted(row.arrows[source])
        if source != target
    ]
    return "\n".join(
        [
            "# The life of an encounter",
            "",
            "Made from `queue_app/domain/lifecycle.py` by `make docs`; do not edit.",
            "",
            "| step | from | to | who may | button | history says |",
            "|---|---|---|---|---|---|",
            *rows,
            "",
            "```mermaid",
            "stateDiagram-v2",
            *arrows,
            "```",
            "",
        ]
    )


def _statuses(statuses: frozenset[Status]) -> str:
    return ", ".join(sorted(status.replace("_", " ") for status in statuses))


def _targets(row: Step) -> str:
    if row.leaves_the_status:
        return "unchanged"
    return _statuses(frozenset().union(*row.arrows.values()))

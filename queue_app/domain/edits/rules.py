"""Every edit there is, and the one function that applies them all.

A rule lives in the room of its subject and says its own weight and source (rule.py). To add one, write it
there and give it a row that fires and a row that stays silent in the tests; to add a room, name it here.
"""

from queue_app.domain.edits import (
    abstract,
    charged,
    circulation,
    claim,
    combination,
    diagnoses,
    external,
    infection,
    injury,
    lines,
    mce,
    metabolism,
    modifiers,
    ncci,
    neoplasm,
    newborn,
    obstetrics,
    overrides,
    poisoning,
    procedures,
    record,
    status,
    tabular,
)
from queue_app.domain.edits.finding import Case, Finding, Severity
from queue_app.domain.edits.rule import Rule
from queue_app.domain.encounter import Unit

SUBJECTS = (
    claim,
    diagnoses,
    tabular,
    status,
    combination,
    infection,
    neoplasm,
    metabolism,
    circulation,
    obstetrics,
    newborn,
    injury,
    poisoning,
    external,
    record,
    procedures,
    mce,
    lines,
    modifiers,
    ncci,
    charged,
    abstract,
)

RULES: tuple[Rule, ...] = tuple(
    value for subject in SUBJECTS for value in vars(subject).values() if isinstance(value, Rule)
)


def findings(case: Case) -> tuple[Finding, ...]:
    """Everything the edits have to say: errors first, then in the order of the page, then of the rules."""
    found = (finding for rule in RULES for finding in rule.findings(case))
    return tuple(sorted(overrides.applied(found, case.codes), key=_place))


def limits(unit: Unit) -> dict[str, int]:
    """How many of each part such a claim carries."""
    return {"diagnoses": diagnoses.MOST[unit], "procedures": procedures.MOST, "lines": lines.MOST[unit]}


_WEIGHT = tuple(Severity)
_PAGE = ("", "diagnoses", "procedures", "lines", "charges", "abstract")


def _place(finding: Finding) -> tuple[int, int, int]:
    part, _, rest = finding.where.partition(".")
    position = rest.partition(".")[0]
    return _WEIGHT.index(finding.severity), _PAGE.index(part), int(position) if position.isdecimal() else -1


def as_markdown() -> str:
    """docs/edits.md: what each rule weighs and goes by."""
    rows = [
        f"| `{rule.id}` | {rule.severity} | {rule.source} |"
        for rule in sorted(RULES, key=lambda rule: _WEIGHT.index(rule.severity))
    ]
    return "\n".join(
        [
            "# The edits",
            "",
            "Made from `queue_app/domain/edits/` by `make docs`; do not edit.",
            "",
            f"{len(RULES)} rules. An error stops submit, a warning stops it until it is mended or overridden "
            "with a reason, information only tells.",
            "",
            "| rule | weight | source |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )

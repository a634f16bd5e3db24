"""Every edit there is, by how much it weighs, and the one function that applies them all.

A rule is a generator in the module of its subject. It yields a trouble for each culprit: where it is, and one
sentence that says how to mend it. Its name is its id: `dx_repeated` reports as "dx-repeated". To add a rule,
write the function, name it here, and give it a row that fires and a row that stays silent in the tests.
"""

from collections.abc import Callable, Iterator

from queue_app.domain.edits import claim, diagnoses, lines, modifiers, procedures
from queue_app.domain.edits.finding import Case, Finding, Severity
from queue_app.domain.edits.scope import Troubles

Rule = Callable[[Case], Troubles]

ERRORS: tuple[Rule, ...] = (
    claim.not_discharged,
    claim.discharged_before_admission,
    claim.in_the_future,
    claim.birth_date_missing,
    claim.born_after_admission,
    claim.sex_missing,
    claim.facility_npi,
    claim.provider_npi,
    diagnoses.dx_missing,
    diagnoses.dx_too_many,
    diagnoses.dx_unknown,
    diagnoses.dx_not_billable,
    diagnoses.dx_not_valid,
    diagnoses.dx_repeated,
    diagnoses.dx_external_cause_first,
    diagnoses.poa_missing,
    diagnoses.poa_unknown,
    diagnoses.poa_exempt,
    procedures.px_not_inpatient,
    procedures.px_too_many,
    procedures.px_unknown,
    procedures.px_not_billable,
    procedures.px_not_valid,
    procedures.px_undated,
    procedures.px_outside_stay,
    procedures.px_in_future,
    lines.line_missing,
    lines.line_too_many,
    lines.line_unknown,
    lines.line_not_billable,
    lines.line_not_valid,
    lines.line_undated,
    lines.line_outside_encounter,
    lines.line_in_future,
    lines.line_units,
    lines.line_charge,
    lines.pointer_missing,
    lines.pointer_too_many,
    lines.pointer_out_of_range,
    lines.pointer_repeated,
    modifiers.modifier_too_many,
    modifiers.modifier_unknown,
    modifiers.modifier_repeated,
)
WARNINGS: tuple[Rule, ...] = (
    claim.sex_unspecified,
    claim.filing_late,
    lines.line_repeated,
    lines.line_units_high,
    lines.line_charge_high,
)
INFORMATION: tuple[Rule, ...] = (
    diagnoses.dx_without_service,
    diagnoses.poa_not_sent,
    lines.line_on_inpatient,
)


def rule_id(rule: Rule) -> str:
    return rule.__name__.replace("_", "-")


RULES: tuple[tuple[str, Severity, Rule], ...] = tuple(
    (rule_id(rule), severity, rule)
    for severity, rules in (
        (Severity.ERROR, ERRORS),
        (Severity.WARNING, WARNINGS),
        (Severity.INFORMATION, INFORMATION),
    )
    for rule in rules
)


def findings(case: Case) -> tuple[Finding, ...]:
    """Everything the edits have to say: errors first, then in the order of the page, then of the rules."""
    return tuple(sorted(_found(case), key=_place))


def _found(case: Case) -> Iterator[Finding]:
    for id, severity, rule in RULES:
        for where, message in rule(case):
            yield Finding(id, severity, message, where)


_WEIGHT = tuple(Severity)
_PAGE = ("", "diagnoses", "procedures", "lines")


def _place(finding: Finding) -> tuple[int, int, int]:
    part, _, rest = finding.where.partition(".")
    position = rest.partition(".")[0]
    return _WEIGHT.index(finding.severity), _PAGE.index(part), int(position) if position else -1

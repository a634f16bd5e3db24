"""Edits of adverse effects, poisoning, underdosing and toxic effects."""

from tests.domain.edits.expectations import quiet, told

# fmt: off
SPEAKS = [
    told("underdosing-first", "T383X6A E1165", 0, "put the condition treated first."),
    told("underdosing-without-reason", "E1165 T383X6A", 1, "add a code from Z91.1- or Y63.-"),
    told("adverse-effect-first", "T360X5A L270", 0, "put the effect itself, such as a rash, first."),
    told("poisoning-after-manifestation", "R402 T402X1A", 1, "a poisoning, comes before what it led to"),
    told("toxic-effect-after-manifestation", "J9601 T5801XA", 1, "a toxic effect, comes before"),
]
SILENT = [
    quiet("underdosing-first", "E1165 T383X6A", "the condition comes first"),
    quiet("underdosing-without-reason", "E1165 T383X6A Z91148", "the reason is there"),
    quiet("adverse-effect-first", "L270 T360X5A", "the effect comes first"),
    quiet("poisoning-after-manifestation", "T402X1A R402", "it comes first"),
    quiet("poisoning-after-manifestation", "L270 T360X5A", "it is an adverse effect"),
    quiet("poisoning-after-manifestation", "S0600XA T402X1A", "another injury came first"),
    quiet("poisoning-after-manifestation", "T43651A R402", "the 6th character tells, not the 5th"),
    quiet("toxic-effect-after-manifestation", "T5801XA J9601", "it comes first"),
]
# fmt: on

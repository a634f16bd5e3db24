"""Edits of Z codes."""

from tests.domain.edits.builders import inpatient
from tests.domain.edits.expectations import quiet, told

# fmt: off
SPEAKS = [
    told("only-first", "I10 Z0000", 1, "unless encounters of the same day are combined."),
    told("only-first", "I10 Z5111", 1, "may only come first"),
    told("only-secondary", "Z6841 E66813", 0, "put the diagnosis it belongs to first."),
    told("only-secondary", "Z5900", 0, "is a secondary code only"),
    told("history-first", "Z8679 I10", 0, "put the reason for the encounter"),
    told("follow-up-without-history", "Z08", 0, "add the history code"),
    told("status-with-complication", "T8621 Z941", 1, "is said by the complication, T86.21 at position 1"),
    told("status-with-attention", "Z430 Z930", 1, "is said by Z43.0 at position 1: remove the status."),
    told("susceptibility-first", "Z1501", 0, "is generally not first"),
    told("thrombolysis-elsewhere-first", "Z9282 I639", 0, "put the stroke or infarction"),
    told("nonspecific-on-inpatient", "J189 Z889", 1, "says too little for an inpatient stay", kind=inpatient),
    told("observation-with-symptom", "Z0389 R079", 0, "if R07.9 at position 2 led to it, code that."),
]
SILENT = [
    quiet("only-first", "Z0000 I10", "it comes first"),
    quiet("only-first", "I10 Z006", "Z00.6 is the exception"),
    quiet("only-first", "Z510 Z5111 C3490", "two kinds of therapy stand together"),
    quiet("only-secondary", "E66813 Z6841", "it follows"),
    quiet("history-first", "Z1211 Z86010", "the screening comes first"),
    quiet("follow-up-without-history", "Z08 Z853", "the history is there"),
    quiet("status-with-complication", "T8621 Z940", "they are of two organs"),
    quiet("status-with-attention", "Z430 Z931", "they are two openings"),
    quiet("susceptibility-first", "Z315 Z1501", "it follows"),
    quiet("thrombolysis-elsewhere-first", "I639 Z9282", "it follows"),
    quiet("nonspecific-on-inpatient", "J189 Z880", "it names the drug", kind=inpatient),
    quiet("nonspecific-on-inpatient", "J189 Z889", "it is a visit"),
    quiet("observation-with-symptom", "Z0389 I10", "there is no sign"),
]
# fmt: on

"""Why work waits: every hold reason, whom it waits for and what it blocks."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reason:
    key: str
    label: str
    owner: str  # who has to act: provider, HIM, lead, billing, registration
    blocks: str  # coding, submit or billing


# fmt: off
_ALL = (
    Reason("discharge_summary_missing", "Discharge summary missing",          "HIM",          "coding"),
    Reason("operative_report_missing",  "Operative report missing",           "HIM",          "coding"),
    Reason("pathology_pending",         "Pathology pending",                  "HIM",          "coding"),
    Reason("note_missing",              "H&P, ED note or order missing",      "HIM",          "coding"),
    Reason("unsigned_note",             "Unsigned note",                      "provider",     "coding"),
    Reason("wrong_document",            "Illegible or wrong-patient document", "HIM",         "coding"),
    Reason("provider_query",            "Provider query outstanding",         "provider",     "coding"),
    Reason("question_to_lead",          "Question to lead",                   "lead",         "coding"),
    Reason("charge_missing",            "Charge missing",                     "billing",      "coding"),
    Reason("registration",              "Demographics, insurance or authorization", "registration", "coding"),
    Reason("status_conflict",           "Inpatient–observation conflict",     "HIM",          "coding"),
    Reason("account_merge",             "Account merge",                      "registration", "coding"),
    Reason("system_problem",            "System problem",                     "lead",         "coding"),
    Reason("other",                     "Other",                              "lead",         "coding"),
    Reason("directory_entry_missing",   "Not in the directory",               "billing",      "billing"),
    Reason("claim_unwritable",          "The claim cannot be written",        "billing",      "billing"),
)
# fmt: on

REASONS = {reason.key: reason for reason in _ALL}
OFFERED = tuple(reason for reason in _ALL if reason.blocks == "coding")  # what a coder may choose

"""Edits of external causes."""

from tests.domain.edits.builders import emergency
from tests.domain.edits.expectations import quiet, told

# fmt: off
SPEAKS = [
    told("dx-external-cause-first", "W19XXXA S52501A", 0,
         "is an external cause, which never comes first: move it",
         kind=emergency),
    told("external-cause-character", "S52501D W19XXXA", 1, "7th character of the injury: D in place of A."),
    told("external-cause-character", "S52501B W19XXXS", 1, "A in place of S."),
    told("place-alone", "S52501A Y92009", 1, "put the cause before it, or remove it."),
    told("status-alone", "S52501A Y998", 1, "only adds to an external cause"),
    told("circumstance-before-cause", "S52501A Y92009 W19XXXA", 1, "move W19.XXXA at position 3 before it."),
    told("place-repeated", "S52501A W19XXXA Y92009 Y9210", 3, "a second place of occurrence: keep one."),
    told("activity-repeated", "S52501A W19XXXA Y9301 Y9302", 3, "a second activity"),
    told("status-repeated", "S52501A W19XXXA Y990 Y998", 3, "a second external cause status"),
    told("place-unspecified", "S52501A W19XXXA Y929", 2, "is not coded where nothing is stated"),
    told("activity-unspecified", "S52501A W19XXXA Y939", 2, "is not coded where nothing is stated"),
    told("status-unspecified", "S52501A W19XXXA Y999", 2, "is not coded where nothing is stated"),
    told("circumstance-after-initial", "S52501D W19XXXD Y92009", 2, "at the initial encounter only"),
    told("circumstance-of-poisoning", "T402X1A Y9301", 1, "not applicable to poisonings"),
]
SILENT = [
    quiet("dx-external-cause-first", "S52501A W19XXXA", "the injury comes first", kind=emergency),
    quiet("external-cause-character", "S52501B W19XXXA", "an open fracture is first treated too"),
    quiet("external-cause-character", "J189 W19XXXA", "there is no injury"),
    quiet("place-alone", "S52501A W19XXXA Y92009", "the cause is there"),
    quiet("place-alone", "T402X1A Y92009", "the code of a poisoning tells its cause"),
    quiet("status-alone", "S52501A Y9301 Y998", "the activity is there"),
    quiet("circumstance-before-cause", "S52501A W19XXXA Y92009", "it follows"),
    quiet("place-repeated", "S52501A W19XXXA Y92009", "there is one"),
    quiet("activity-repeated", "S52501A W19XXXA Y9301", "there is one"),
    quiet("status-repeated", "S52501A W19XXXA Y990", "there is one"),
    quiet("place-unspecified", "S52501A W19XXXA Y92009", "it is named"),
    quiet("activity-unspecified", "S52501A W19XXXA Y9301", "it is named"),
    quiet("status-unspecified", "S52501A W19XXXA Y990", "it is named"),
    quiet("circumstance-after-initial", "S52501A W19XXXA Y92009", "it is the initial one"),
    quiet("circumstance-of-poisoning", "S52501A T402X1A W19XXXA Y9301", "something else was hurt too"),
]
# fmt: on

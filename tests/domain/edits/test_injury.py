"""Edits of injuries, burns, abuse and their sequelae."""

from typing import Any

from tests.domain.edits.builders import inpatient
from tests.domain.edits.expectations import quiet, told

HIP: dict[str, Any] = {"facts": {"S72001A": {"title": "Fracture of unspecified part of neck of right femur"}}}

# fmt: off
SPEAKS = [
    told("sequela-before-condition", "T23301S L905", 0, "put the condition that remains"),
    told("sequela-with-injury", "M25551 S72001S S72001A", 1, "which is still treated"),
    told("aftercare-of-injury", "Z4789 S72001D", 0,
         "let the 7th character of S72.001D at position 2 tell it."),
    told("fracture-with-osteoporosis", "S72001A M810", 0, "code the fracture from M80", **HIP),
    told("injuries-unspecified", "T07XXXA", 0, "code each injury the record names.", kind=inpatient),
    told("superficial-with-severe", "S82101A S80211A", 1, "remove it if both are of one site."),
    told("burn-of-lesser-degree-first", "T24211A T23301A", 0,
         "T23.301A at position 2 is the burn of the higher"),
    told("burn-of-two-degrees", "T24311A T24211A", 1, "keep the higher degree only."),
    told("burn-extent-of-sequela", "L905 T24311S T310", 2, "is not used for sequelae of burns"),
    told("abuse-after-injury", "S0083XA T7412XA", 1, "move it before S00.83XA at position 1."),
    told("perpetrator-of-suspected-abuse", "T7612XA Y07499", 1, "while abuse is only suspected"),
]
SILENT = [
    quiet("sequela-before-condition", "L905 T23301S", "the scar comes first"),
    quiet("sequela-before-condition", "T23301A", "it is the burn itself"),
    quiet("sequela-with-injury", "L905 T23301S T23301A", "burns may be both healed and not"),
    quiet("sequela-with-injury", "M25551 S72001S S82101A", "they are two injuries"),
    quiet("aftercare-of-injury", "Z471 Z96641", "there is no injury"),
    quiet("fracture-with-osteoporosis", "M80051A M810", "it is a pathological fracture", **HIP),
    quiet("fracture-with-osteoporosis", "S72001A", "there is no osteoporosis", **HIP),
    quiet("injuries-unspecified", "T07XXXA", "it is a visit"),
    quiet("superficial-with-severe", "S82101A S00211A", "they are of two regions"),
    quiet("burn-of-lesser-degree-first", "T23301A T24211A", "the higher comes first"),
    quiet("burn-of-two-degrees", "T24311A T24212A", "they are of two sides"),
    quiet("burn-extent-of-sequela", "T24311A T310", "it is burnt now"),
    quiet("abuse-after-injury", "T7412XA S0083XA", "it comes before"),
    quiet("perpetrator-of-suspected-abuse", "T7412XA Y07499", "the abuse is confirmed"),
]
# fmt: on

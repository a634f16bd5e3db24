"""Which diagnoses are lifelong as a rule: those of an earlier encounter that are likeliest to hold again.

Our own short list, to mark and to order by; it decides nothing. Any diagnosis may be carried forward.
"""

# fmt: off
CATEGORIES = (
    "B18", "B20",                                                    # chronic viral hepatitis, HIV
    "D57", "D66", "D67",                                             # sickle cell, hemophilia
    "E03", "E05", "E08", "E09", "E10", "E11", "E13", "E66", "E78", "E84",  # metabolism
    "F01", "F02", "F03", "F20", "F25", "F31", "F84",                 # dementia, lasting mental disorders
    "G20", "G30", "G35", "G40", "G80",                               # Parkinson, Alzheimer, MS, epilepsy
    "I10", "I11", "I12", "I13", "I25", "I27", "I42", "I48", "I50", "I70", "I73",
    "J41", "J42", "J43", "J44", "J45", "J47", "J84",                 # COPD, asthma, fibrosis
    "K50", "K51", "K70.3", "K74", "K86.1",                           # bowel disease, cirrhosis
    "L40", "M05", "M06", "M1A", "M32", "M35", "M81",                 # psoriasis, arthritis, lupus, gout
    "N18", "N25.81", "N40", "H40", "Q90",
    "Z79", "Z85", "Z86.73", "Z89", "Z90", "Z93", "Z94", "Z95", "Z96", "Z99.2",  # states after and with
)
# fmt: on
_BEGINNINGS = tuple(category.replace(".", "") for category in CATEGORIES)


def is_chronic(code: str) -> bool:
    """Whether the diagnosis, bare, is of such a category."""
    return code.startswith(_BEGINNINGS)

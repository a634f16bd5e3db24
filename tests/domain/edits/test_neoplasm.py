"""Edits of neoplasms and their treatment."""

from tests.domain.edits.expectations import quiet, told

# fmt: off
SPEAKS = [
    told("therapy-without-neoplasm", "Z5111", 0, "add the neoplasm that is treated."),
    told("therapy-after", "C3490 Z5111", 1, "move it before C34.90 at position 1."),
    told("chemotherapy-anemia-alone", "D6481 C3490", 0, "add T45.1X5-"),
    told("malignancy-without-site", "C3490 C801", 1, "C34.90 at position 1 names one: remove it."),
    told("malignancy-without-site", "C800 C7951", 0, "C79.51 at position 2 names one: remove it."),
    told("history-with-malignancy", "C50911 Z853", 1, "unless they are two primaries."),
    told("transplant-malignancy-order", "C802 T8611", 0, "put its T86 code before it."),
    told("neoplasm-pain-alone", "G893", 0, "add the neoplasm."),
]
SILENT = [
    quiet("therapy-without-neoplasm", "Z5111 C3490", "the neoplasm is there"),
    quiet("therapy-after", "Z5111 C3490", "the therapy comes first"),
    quiet("therapy-after", "Z510 C3490 Z5111", "two kinds of therapy stand together"),
    quiet("chemotherapy-anemia-alone", "D6481 C3490 T451X5A", "the drug is there"),
    quiet("malignancy-without-site", "C801 C7951", "only the secondary site is known"),
    quiet("history-with-malignancy", "C61 Z853", "they are of two organs"),
    quiet("transplant-malignancy-order", "T8611 C802 C642", "the complication comes before"),
    quiet("neoplasm-pain-alone", "G893 C3490", "the neoplasm is there"),
]
# fmt: on

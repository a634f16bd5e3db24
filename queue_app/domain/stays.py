"""The codes by which a claim says how a patient came and left, and where a service was done.

The lists of the UB-04 are kept by NUBC, that of places by CMS; the words are our own and short.
"""

from queue_app.domain.encounter import PatientClass

NEWBORN = "4"  # priority of the admission
DIED = ("20", "40", "41", "42")
DIED_IN_HOSPICE = ("40", "41", "42")
STILL_PATIENT = "30"

_LEFT_TO = {
    "01": "home",
    "02": "other hospital",
    "03": "skilled nursing",
    "04": "custodial care",
    "05": "cancer or children's hospital",
    "06": "home health",
    "07": "left against advice",
    "21": "law enforcement",
    "43": "federal hospital",
    "61": "swing bed",
    "62": "rehabilitation",
    "63": "long-term care hospital",
    "64": "Medicaid nursing facility",
    "65": "psychiatric hospital",
    "66": "critical access hospital",
    "69": "disaster care site",
    "70": "other facility",
}
# With a readmission planned, the same destinations have numbers of their own.
_TO_RETURN = {
    "81": "01", "82": "02", "83": "03", "84": "04", "85": "05", "86": "06", "87": "21", "88": "43",
    "89": "61", "90": "62", "91": "63", "92": "64", "93": "65", "94": "66", "95": "70",
}  # fmt: skip
_OTHERWISE = {
    "09": "admitted here",
    "20": "died",
    "30": "still a patient",
    "40": "hospice, died at home",
    "41": "hospice, died in a facility",
    "42": "hospice, died elsewhere",
    "50": "hospice, home",
    "51": "hospice, facility",
}
DISPOSITIONS = dict(  # FL 17
    sorted(
        {
            **_LEFT_TO,
            **_OTHERWISE,
            **{number: f"{_LEFT_TO[to]}, to return" for number, to in _TO_RETURN.items()},
        }.items()
    )
)
ADMIT_TYPES = {  # FL 14
    "1": "emergency",
    "2": "urgent",
    "3": "elective",
    "4": "newborn",
    "5": "trauma",
    "9": "not known",
}
ADMIT_SOURCES = {  # FL 15
    "1": "home",
    "2": "clinic or office",
    "4": "other hospital",
    "5": "nursing facility",
    "6": "other facility",
    "8": "law enforcement",
    "9": "not known",
    "D": "other unit of this hospital",
    "E": "surgery center",
    "F": "hospice",
    "G": "disaster care site",
}
NEWBORN_SOURCES = {"5": "born here", "6": "born elsewhere"}

PLACES = {
    "02": "telehealth, not at home",
    "03": "school",
    "04": "shelter",
    "09": "prison",
    "10": "telehealth at home",
    "11": "office",
    "12": "home",
    "13": "assisted living",
    "14": "group home",
    "15": "mobile unit",
    "17": "walk-in retail clinic",
    "18": "work site",
    "19": "outpatient, off campus",
    "20": "urgent care",
    "21": "inpatient hospital",
    "22": "outpatient, on campus",
    "23": "emergency room",
    "24": "surgery center",
    "25": "birthing center",
    "26": "military facility",
    "31": "skilled nursing",
    "32": "nursing facility",
    "33": "custodial care",
    "34": "hospice",
    "41": "ambulance, land",
    "42": "ambulance, air or water",
    "49": "independent clinic",
    "50": "federally qualified health center",
    "51": "psychiatric hospital",
    "52": "psychiatric, partial stay",
    "53": "community mental health",
    "54": "intermediate care",
    "55": "substance treatment, residential",
    "56": "psychiatric, residential",
    "57": "substance treatment",
    "58": "opioid treatment",
    "60": "mass immunization",
    "61": "rehabilitation, inpatient",
    "62": "rehabilitation, outpatient",
    "65": "dialysis facility",
    "71": "public health clinic",
    "72": "rural health clinic",
    "81": "laboratory",
    "99": "other",
}
USUAL_PLACE = {
    PatientClass.CLINIC: "11",
    PatientClass.INPATIENT: "21",
    PatientClass.OBSERVATION: "22",
    PatientClass.EMERGENCY: "23",
}


def admit_sources(admit_type: str) -> dict[str, str]:
    """What the points of origin mean: two are others for a newborn."""
    return ADMIT_SOURCES | NEWBORN_SOURCES if admit_type == NEWBORN else ADMIT_SOURCES

"""What codes stand for, as far as it decides whether a mention is offered; beginnings of codes, no dots."""

from queue_app.domain.reading.lists import listed, named

# Conditions that stay: "history of hypertension" means that the patient has it.
CHRONIC = listed(
    """
I10 I11 I12 I13 I25 I27 I34 I35 I42 I48 I50 I70 I714 I73 I87 I89 E03 E05 E063 E10 E11 E13 E66 E78 E28
E21 E27 E23 J41 J42 J43 J44 J45 J47 J84 J961 D86 E84 G20 G30 G31 G35 G40 G43 G473 G60 G62 G258 G892 G894
G25 F01 F02 F03 F10 F11 F17 F20 F25 F31 F32 F33 F34 F40 F41 F42 F43 F603 F84 F90 K21 K50 K51 K58 K703
K74 K76 K861 B18 B20 Z21 M05 M06 M15 M16 M17 M18 M19 M1A M10 M32 M79 M80 M81 M48 N18 N25 N40 N52 N80 D50
D57 D573 D66 D631 D638 D64 L40 L20 H40 H35 H25 E55 E53 C9 Z79 J30 Z99 N31 I69 G81 Q
"""
)
NEVER_PAST = ("D50", "D64", "M79", "F43", "H25", "C9")  # of CHRONIC: not from a mere history
# What a history, a status or a circumstance is coded as.
STATUS = listed("Z85 Z86 Z87 Z88 Z89 Z90 Z91 Z92 Z93 Z94 Z95 Z96 Z97 Z98 Z99 Z79 Z66 Z21 I252 Z59")
SOCIAL = ("F17", "Z87891", "Z720", "Z59", "Z56", "Z60", "Z63")
# What somebody who is no provider may document, guideline I.B.14.
BY_OTHERS = listed("Z68 Z3A R402 R297 Z55 Z56 Z57 Z58 Z59 Z60 Z61 Z62 Z63 Z64 Z65 Z283 Y90")
# What is coded beside a condition that it is for, from a list of medications or a measured number.
TREATMENT_OF = {
    "Z794": ("E11", "E13", "E08", "E09"),
    "Z7984": ("E11", "E13", "E08", "E09"),
    "Z7985": ("E11", "E13", "E08", "E09"),
    "Z992": ("N186",),
    "Z68": ("E66", "E4", "R634", "R627", "O9921"),
    "Z3A": ("O",),
    "Z7901": ("I48", "I26", "I82", "Z8671", "Z952", "D68"),
}
# Coded only when confirmed, also at discharge: guidelines I.C.1.a, I.C.1.f, I.C.1.g, I.C.10.c.
CONFIRMED_ONLY = ("B20", "Z21", "A925", "U071", "J09", "J10")
REASONS_ONLY = ("Z23", "Z00", "Z01", "Z12", "Z30")  # why a visit was made: only where diagnoses are named

# A symptom → the conditions it is part of, guideline I.B.4-5.
PART_OF = named(
    """
R05: J A15 U071
R06: J I50 I11 I13 I26 I21 I20 I48 U071 D D62 D64 F41
R07: I2 J M94 K21 I3 S2 F41 R0789
R09: J I50 I26 U071 I11 I13
R00: I4 E05 F41 A41 I26 F10
R10: K N A0 O R1 I71
R11: K A0 N1 N2 G43 O H81 F10 E10 E11 R11
R13: K2 C15
R17: K B1 C25 P59
R18: K7
R19: A0 K5
R21: L B0 T78 A69
R22: L
R25: G
R26: G I6 M
R29: I6 G
R30: N
R31: N C6
R32: N
R33: N40
R35: N40 E1
R39: N40 N3
R40: G I6 F05 E S06
R41: F0 G I6 A41 R4182
R42: H8 I6 I95 I4 G43 E86 D5 D6
R47: G4
R50: A B J N1 N3 L0 K3 K5 K8 U07 H66 T8
R51: G43 G44 S0 J01 J32 I6 J0 I16 A
R53: I6 D E03 G A J U07 I50 F3 E8 N39
R55: I4 I95 I35 I26
R56: G40 F10
R57: A41 R65 I21
R58: D
R59: C8 J0 B27
R60: I50 I11 I13 N18 K7 I82 I87 N04 L03 N17
R63: C K E F5
R68: A
R73: E10 E11 E13 E08 E09
R74: K7 B1
R78: A40 A41
R79: I21 I5A N17
R81: E1
R91: C34
R03: I1
R04: J K I26
R20: G M54 E114
R29810: G51
R4182: G93 F05 I6 F10
M545: M51 M48 M543 S39 M541 S33
M549: M5 S3 S2
M542: S16 M50 M48 M5412
M255: M1 S M7 M2 M0
M796: S I82 L03 M
M791: M6 U07 J1
R002: I4 F41
"""
)


def within(code: str, beginnings: tuple[str, ...]) -> bool:
    return code.startswith(beginnings)


def is_symptom(code: str) -> bool:
    """A code of chapter 18, or a pain of the back or a joint."""
    if code[0] == "R":
        return not code.startswith(("R65", "R7303", "R7301", "R780", "R296", "R911"))
    return code.startswith(("M545", "M549", "M542", "M255", "M796", "M791"))


def causes_of(symptom: str) -> tuple[str, ...]:
    for end in range(len(symptom), 2, -1):
        if symptom[:end] in PART_OF:
            return PART_OF[symptom[:end]]
    return ()

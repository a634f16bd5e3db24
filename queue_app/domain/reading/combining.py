"""What codes become together: combination codes, and the general one beside a particular one.

Guidelines I.A.15 ("with"), I.B.9, I.C.4.a, I.C.9.a, I.C.10.a. Regular expressions over whole codes.
"""

import re
from collections.abc import Iterable

# Beside the second the first is told by the third, which combines them.
COMBINED = (
    ("I1310", "I50.*", "I130"),
    ("I1311", "I50.*", "I132"),
    ("I10", "I13[02]", "I130"),
    ("I10|I119|I129|I120", "I110", "I110"),
    ("I10", "I129|I120", "I129"),
    ("I10|I119", "I50.*", "I110"),
    ("I110|I119", "N18[1-49].*", "I130"),
    ("I129", "I50.*", "I130"),
    ("I110|I119", "N18[56]", "I132"),
    ("I120", "I50.*", "I132"),
    ("I10", "N18[56]", "I120"),
    ("I129", "N18[56]", "I120"),
    ("I10", "N18.*", "I129"),
    ("E119", "N18.*", "E1122"),
    ("E109", "N18.*", "E1022"),
    ("E1121", "N18.*", "E1122"),
    ("G629|G609", "E11.*", "E1142"),
    ("G629|G609", "E10.*", "E1042"),
    ("I739", "E11.*", "E1151"),
    ("I739", "E10.*", "E1051"),
    ("K3184", "E11.*", "E1143"),
    ("R739", "E11.*", "E1165"),
    ("R739", "E10.*", "E1065"),
    ("E162", "E11.*", "E11649"),
    ("E162", "E10.*", "E10649"),
    ("E211|E213", "N18.*", "N2581"),
    ("J449", "J1[2-8].*|J20.*", "J440"),
    ("I2510", "I200", "I25110"),
    ("I200", "I25110", "I25110"),
    ("I2510", "I209|I2089", "I25119"),
    ("I209|I2089", "I25119", "I25119"),
    ("N20[01]", "N1330|N132", "N132"),
    ("N1330", "N132", "N132"),
    ("K8020", "K810", "K8000"),
    ("K810", "K8000", "K8000"),
    ("O24410", "Z37.", "O24420"),
    ("O24414", "Z37.", "O24424"),
    ("O24415", "Z37.", "O24425"),
    ("O24419", "Z37.", "O24429"),
    ("N400", "R33.*|R35.*|R391.*", "N401"),
    ("N3000", "R31.*", "N3001"),
    ("K7030", "R188", "K7031"),
    ("R188", "K7031", "K7031"),
)
# Beside the second the first says nothing any longer.
SAID_ALREADY = (
    ("I519", "I.*"),
    ("I213", "I21[0-24].*"),
    ("K92[12]", "K2[5-8][0246].*|K57.[13].*|K29.1|I8501|I8511|K31811|K226"),
    ("J81[01]", "I50.*|I110|I13[02]"),
    ("Z720", "F17.*"),
    ("J449", "J441"),
    ("J45909", "J4590[12]"),
    ("F1020|F1010", "F1023.*"),
    ("E785", "E780.*|E781|E782"),
    ("R6520", "R6521"),
    ("N390", "N10|N12|N30.*|T83511A"),
    ("N12", "N10"),
    ("J9600", "J960[12]"),
    ("J9690", "J96[0-2].*"),
    ("J9601", "J9621"),
    ("J9611", "J9621"),
    ("J9602", "J9622"),
    ("R0902", "J96.*"),
    ("A419", "A40.*|A41[0-8].*"),
    ("I219", "I21[0-4].*|I21A1"),
    ("I249", "I21.*|I200"),
    ("I5A", "I21.*"),
    ("I639", "I63[0-8].*"),
    ("I429", "I255|I42[0-8]"),
    ("E8720", "E872[129]|E1[013]1.*"),
    ("G9340", "G934[19]|G92.*|K7682|F05"),
    ("F05", "G9341|G92.*|F10.31"),
    ("G4730", "G473[1-9]"),
    ("F17200|Z720", "F172[1-9].*"),
    ("F32A|F329|F339", "F3[23][0-5].*"),
    ("F32A", "F3[23].*"),
    ("F419", "F41[013].*|F4323"),
    ("D649", "D[56].*(?<!D649)"),
    ("D509", "D500"),
    ("I4891", "I48[0-2].*"),
    ("I4820", "I482[1]|I481.*"),
    ("I4819", "I481[1]"),
    ("N179", "N17[0-8]"),
    ("N189", "N18[1-6].*"),
    ("N1830", "N183[12]"),
    ("I509", "I50[2-8].*"),
    ("E119", "E11(?!9).*|E10.*"),
    ("E109", "E10(?!9).*"),
    (r"J45(\d)0", r"J45\1[12]"),
    ("J45909", "J45[2-5].*"),
    ("J4590[12]", "J45[2-5][12]"),
    ("R109", "R10[0-8].*"),
    ("R11[01].*", "R112"),
    ("I50(2|3|4)0", r"I50\1[123]"),
    ("I50(2|3|4)[0-2]", r"I50\1(3)"),
    ("K8590", "K85[1-8].*"),
    ("K819", "K8[01].*(?<!K819)"),
    ("J189", "J1[2-7].*|J69.*"),
    ("J40", "J20.*|J44.*|J18.*"),
    ("J069|J029", "J02.*(?<!J029)|J0[1345].*|J1.*|J20.*|U071"),
    ("K529|A09", "A0[0-8].*"),
    ("K3580|K37", "K353.*|K352.*"),
    ("K5792|K5790", "K57[0-8].*(?<!K5792)(?<!K5790)"),
    ("K56609|K567", "K565.*|K56[67].*(?<!K56609)(?<!K567)"),
    ("K5730|K5790", "K57.2|K57.3"),
    ("E669", "E66[08].*"),
    ("E663", "E66[0-2689].*(?<!E663)"),
    ("E46", "E4[0-5].*"),
    ("E039", "E0[36].*(?<!E039)"),
    ("K7460", "K703.*"),
    ("K7030", "K7031"),
    (r"K802\d", "K80[01].*"),
    ("O2441[0459]|O2442[459]", "O24420"),
    ("K760", "K7[045].*(?<!K760)"),
    ("M1990", "M1[5-8].*"),
    ("M179", "M17[0-5].*"),
    ("M169", "M16[0-7].*"),
    ("M5430", "M543[12]"),
    ("S0990XA", "S06.*|S01.*|S02.*"),
    ("S72009A", "S72.*(?<!S72009A)"),
    ("L0390", "L03[1-8].*"),
    ("L0291", "L02[0-8].*"),
    ("L89159", "L8915[0-46]"),
    ("I2699", "I260.*"),
    ("I82409", "I82[0-9].*(?<!I82409)"),
    ("G43909", "G43[0-8].*"),
    ("G40909", "G40.*(?<!G40909)"),
    ("R569", "G40.*|F10231"),
    ("C50919", "C509.[12]|C50[0-8].*"),
    ("C3490", "C34.*(?<!C3490)"),
    ("C189", "C18[0-8]"),
    ("F1020", "F1010"),
    ("F1010|F10929", "F102.*"),
    ("Z8673", "I63.*"),
    ("E869", "E860"),
    ("R197", "A0.*|K5.*"),
    ("I959", "R652.*|R57.*|I95[0-8]"),
    ("F17200|F17210", "F17213"),
)
# Beside the second the first is coded together with the third.
TOGETHER = (("J441", "J1[2-8].*|J20.*", "J440"),)
ROUNDS = 3  # a combination may be a part of another


def combined(codes: Iterable[str]) -> dict[str, str]:
    """What each code becomes beside the others: itself, a combination, or "" where another says it all."""
    become = {code: code for code in codes}
    for _ in range(ROUNDS):
        before = dict(become)
        for first, second, result in _COMBINED:
            _replace(become, first, second, result)
        if become == before:
            break
    for first, second in _SAID_ALREADY:
        _replace(become, first, second, "")
    return become


def also(codes: Iterable[str]) -> dict[str, str]:
    """A code that calls for another one beside a third, and that other one where it is not there yet."""
    known = set(codes)
    return {
        first: added
        for first, second, added in TOGETHER
        if first in known and added not in known and any(re.fullmatch(second, other) for other in known)
    }


def _replace(become: dict[str, str], first: re.Pattern[str], second: str, result: str) -> None:
    now = set(become.values()) - {""}
    for code in now:
        if matched := first.fullmatch(code):
            wanted = matched.expand(second) if matched.groups() else second
            if any(re.fullmatch(wanted, other) for other in now if other != code):
                become.update({one: result for one, told in become.items() if told == code})


_COMBINED = tuple((re.compile(first), second, result) for first, second, result in COMBINED)
_SAID_ALREADY = tuple((re.compile(first), second) for first, second in SAID_ALREADY)

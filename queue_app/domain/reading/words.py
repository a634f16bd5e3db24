"""The words of clinical text and of code titles, each brought to one form, with the place where it stands."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from queue_app.domain.reading.lists import listed, named

# Words that tell no two conditions apart: neither a title nor a mention is the poorer without them.
SILENT = frozenset(
    listed(
        """
a an and as associated at be been being by classified condition due elsewhere encounter for found from
had has have her his in initial is it its mellitus nec nos noted of on or other our patient pt region
related site specified stage status that the their there these this to type unspecified was were
which with
"""
    )
)
# How a condition stands today; a mention is the same with and without them.
PASSING = frozenset(
    listed(
        """
active baseline chronically clinical clinically confirmed corrected currently developing diagnosed
documented established evident improved improving known likely newly now ongoing onset possible present
probable recent resolved resolving significant stable suboptimal suboptimally suspected today treated
untreated worsening
"""
    )
)
# Words a mention may say beyond what its phrase says; they are given up one after the other.
DEGREES = listed(
    """
mild moderate severe acute chronic recurrent uncontrolled new persistent symptomatic asymptomatic left
right bilateral primary secondary closed small large early old simple advanced subacute uncomplicated
compensated decompensated nonobstructing obstructing well controlled poorly longstanding
"""
)
_SAME = named(
    """
kidney: renal nephric
liver: hepatic
heart: cardiac
lung: pulmonary
stomach: gastric
femur: femoral
tibia: tibial
fibula: fibular
humerus: humeral
radius: radial
sacrum: sacral
abdomen: abdominal
bladder: vesical
bleeding: hemorrhage bleed haemorrhage hemorrhagic bleeds
stone: calculus calculi lithiasis
fracture: fx fractured broken
diabetes: diabetic dm
cancer: carcinoma malignancy ca
metastasis: metastases
low: lowered
limb: extremity extremities
exacerbation: exacerbated flare exac exacerbating
infection: infected
alcohol: alcoholic etoh
failure: failed
asthma: asthmatic
hypertension: hypertensive
obstruction: obstructive obstructed
depression: depressive depressed
anxiety: anxious
ulcer: ulceration ulcers
edema: oedema
anemia: anaemia
diarrhea: diarrhoea
esophagitis: oesophagitis
leukemia: leukaemia
tumor: tumour
unilateral: one-sided
laceration: lacerated
left: lt
right: rt
bilateral: bilat
arthritis: arthritic
osteoporosis: osteoporotic
rupture: ruptured
perforation: perforated
strain: strained
sprain: sprained
abscess: abscesses
dependence: dependent dependency
obesity: obese
gangrene: gangrenous
septicemia: septicaemia
thrombosis: thrombus thromboses
infarction: infarct
ischemia: ischemic ischaemia ischaemic
valve: valvular
intestine: intestinal
bowel: bowels
pancreas:
prostate: prostatic
history: hx
use: using
transplant: transplanted transplantation
prolapse: prolapsed
deficiency: deficient
dementia: demented
hypoxia: hypoxic hypoxemic hypoxemia
hypercapnia: hypercapnic hypercarbia hypercarbic
nephropathy: nephropathic
neuropathy: neuropathic
retinopathy: retinopathic
hyperglycemia: hyperglycemic
hypoglycemia: hypoglycemic
ketoacidosis: ketoacidotic
migraine: migraines migrainous
seizure: seizures
withdrawal: withdrawing
smoker: smoking smokes
vein: venous
artery: arterial arteriae
convulsion: convulsions
quadrant: quad
colon: colonic
rectum: rectal
breast: mammary
influenza: flu
stage: stg
dehydration: dehydrated
abuse: abuser abusing
malnutrition: malnourished
constipation: constipated
gastroesophageal: gastrooesophageal
cellulitis: cellulitic
encephalopathy: encephalopathic
cirrhosis: cirrhotic
"""
)
SAME: Mapping[str, str] = {each: one for one, others in _SAME.items() for each in (one, *others)}
ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5"}
QUIET = 60  # characters: a text so short is a note, not a sentence
NUMBERED = frozenset({"type", "stage", "class", "grade", "category"})

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# A beginning that is written with a hyphen as often as without: gastro-esophageal, post-traumatic.
_PREFIX = re.compile(
    r"\b((?:gastro|post|non|anti|hyper|hypo|intra|pre|inter|multi|poly|osteo|cardio|cerebro|broncho|supra|extra|"
    r"thrombo|ante|sub|hemi|micro|macro|immuno|musculo|re|co|self))-(?=[a-z]{3})",
    re.IGNORECASE,
)


class Word(NamedTuple):
    form: str
    start: int  # in the text, half-open
    end: int


def words(text: str, short: Mapping[str, Sequence[str]] | None = None) -> list[Word]:
    """The telling words in order; what is short is written out, every word of it at the place of the short.

    Hyphens and apostrophes do not part words that are also written as one.
    """
    found: list[Word] = []
    before = ""
    quiet = len(text) < QUIET or text.islower()
    for written, start, end in _written(text):
        plain = _plain(written)
        long = short.get(plain) if short and (len(plain) > 3 or _is_short(written, quiet)) else None
        if plain == "to" and before == "secondary":
            found.pop()  # "secondary to" only says why
        elif long:
            found.extend(Word(each, start, end) for each in long)
        elif before in NUMBERED and plain in ROMAN:
            found.append(Word(ROMAN[plain], start, end))
        elif (form := form_of(plain)) and form not in SILENT:
            found.append(Word(form, start, end))
        before = plain
    return found


def _is_short(written: str, quiet: bool) -> bool:
    """In running text "pe" is not short for anything and PE is; in a text all in small letters pe is too."""
    return written != "Ms" and (quiet or not written.isalpha() or not written.islower())


def _written(text: str) -> Iterable[tuple[str, int, int]]:
    joined = {match.end(): match for match in _PREFIX.finditer(text)} if "-" in text else {}
    opened: tuple[str, int] | None = None
    for match in _WORD.finditer(text):
        if match.end() + 1 in joined and joined[match.end() + 1].start() == match.start():
            opened = (match[0], match.start())
            continue
        if opened:
            yield opened[0] + match[0], opened[1], match.end()
            opened = None
        else:
            yield match[0], match.start(), match.end()


@lru_cache(maxsize=50_000)
def _plain(written: str) -> str:
    plain = written.replace("'", "").replace("’", "").lower()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return plain


@lru_cache(maxsize=50_000)
def form_of(plain: str) -> str:
    """The one form of a word: the singular, the noun."""
    for each in (plain, _singular(plain)):
        if each in SAME:
            return SAME[each]
    return _singular(plain)


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def key(forms: Iterable[str]) -> str:
    """What a phrase is looked up by: its words, each once, in the order of the alphabet."""
    return " ".join(sorted(set(forms)))

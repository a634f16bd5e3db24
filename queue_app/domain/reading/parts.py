"""What part of a document a passage stands in, told by the words of its heading."""

import re
from enum import StrEnum


class Part(StrEnum):
    FINAL = "final diagnoses"  # what the stay or visit came to
    DIAGNOSES = "diagnoses"  # assessments on the way
    NARRATIVE = "narrative"  # told in sentences: present illness, course, decision making
    PAST = "past history"
    FAMILY = "family history"
    SOCIAL = "social history"
    MEDICATIONS = "medications"
    REASON = "reason"  # why the patient came
    PLAN = "plan"
    RESULTS = "results"
    EXAM = "examination"
    REVIEW = "review of systems"
    ALLERGIES = "allergies"
    INSTRUCTIONS = "instructions"
    DIFFERENTIAL = "differential"  # what it might have been
    PROCEDURE = "procedure"
    OTHER = "other"


DIAGNOSTIC = (Part.FINAL, Part.DIAGNOSES)
# Nothing said here supports a diagnosis of this patient today.
SUPPRESSED = frozenset(
    {
        Part.ALLERGIES,
        Part.FAMILY,
        Part.REVIEW,
        Part.INSTRUCTIONS,
        Part.EXAM,
        Part.RESULTS,
        Part.PLAN,
        Part.DIFFERENTIAL,
    }
)

# The first whose pattern a heading fits, whole, says what it is; a line for each.
_HEADINGS = (
    (
        Part.OTHER,
        r"""
\w+(ology|iatry|ics|ery|medicine|clinic) follow[- ]?up( (visit|note))?
.{0,40}\b(progress|office|clinic|consult\w*|admission|ed|emergency|visit|discharge|hospital) (note|report)
""",
    ),
    (
        Part.FAMILY,
        r"""
family (medical )?(history|hx)|fhx?|famhx
""",
    ),
    (
        Part.SOCIAL,
        r"""
(social|substance|tobacco|occupational)( use)? (history|hx)|shx?|social and family history
""",
    ),
    (
        Part.REVIEW,
        r"""
review of systems?|ros|systems review|12 point ros
""",
    ),
    (
        Part.ALLERGIES,
        r"""
(drug |medication |known )*(allerg(y|ies))( list)?( and (intolerances|reactions))?|nkda
""",
    ),
    (
        Part.INSTRUCTIONS,
        r"""
.*\b(instructions?|education|follow[- ]?up|precautions|return|counsel\w*|goals?)\b.*
(patient )?agreements?|disposition|condition at discharge
discharge (condition|disposition|readiness)
""",
    ),
    (
        Part.MEDICATIONS,
        r"""
.*\b(medications?|meds|prescriptions?|prn|drugs|infusions?|immunizations?)\b( at home| list)?
medicines|mar|given
""",
    ),
    (
        Part.DIFFERENTIAL,
        r"""
.*\bdifferential\b.*|ddx
""",
    ),
    (
        Part.DIAGNOSES,
        r"""
.*\b(admitting|admission|pre-?operative|working|provisional|referring|nursing)\b.*\b(diagnos[ie]s|dx)\b.*
""",
    ),
    (
        Part.FINAL,
        r"""
.{0,60}\b(diagnos[ie]s|dx)( list| at (discharge|delivery)| and disposition| addressed)?
problems addressed|conditions? treated|complications( and comorbidities)?|comorbidities
cause of death|(final|clinical|ed) impressions?|(immediate |underlying )?cause of death
contributing conditions|conditions addressed.*|active issues|hospital problems?( list)?
discharge problems?( list)?|(secondary|active) (problems|conditions)
""",
    ),
    (
        Part.PAST,
        r"""
(past|previous|prior)? ?(medical|surgical|past|psychiatric)(/| and )?(surgical)? ?(history|hx)
(past |prior )?(obstetric\w*|ob|gyn\w*) (history|hx)
pm\W?h\w?|psh\w?|pmhx|history|past history|(chronic |ongoing )?(problem|problems|conditions)( list)?
chronic (problems|conditions|issues|diagnoses)( list)?|background
""",
    ),
    (
        Part.DIAGNOSES,
        r"""
((clinical|medical|provider|initial|interval|brief) )*(assessments?|impressions?)( by problem)?
(clinical |medical )?(assessments?|impressions?) ?(and|&|/) ?(recommendations?|plan|mdm)( by problem)?
(clinical |medical )?(assessments?|impressions?) ?(and|&|/) ?.*decision making
a ?(/|&|and) ?p( by problem)?|ap|imp|a|assess|dx ?/ ?plan
(problems?( list)?|overall|summary|global|\w+ology) ?(/|&|and|-|,)? ?(assessments?|impressions?)
(assessments?|impressions?) ?(/|&|and|,) ?(problems?|problem list|active issues)
medical decision making and diagnosis|problem[- ]based (assessment|plan).*
""",
    ),
    (
        Part.REASON,
        r"""
(chief|presenting) (complaints?|concerns?)|cc
reason for (the )?(visit|admission|consult\w*|encounter|referral|exam)|(clinical )?indications?
presenting problem|triage.*|clinical (history|information)
""",
    ),
    (
        Part.NARRATIVE,
        r"""
history of (the )?present(ing)? (illness|complaint)|hpi|interval history|subjective
.{0,30}\bcourse( .{0,30})?|summary of (the )?stay|(medical )?decision[- ]making|mdm|summary( of .*)?
admission summary|course|s|subj|brief summary|progress|interval events|clinical state at admission
overnight events|hospital course by problem|consult\w*|present illness
""",
    ),
    (
        Part.PLAN,
        r"""
(treatment |care |discharge )?plans?( of care)?|recs?|recommendations?|orders?|treatments?|management
p|rx|tx|medical treatment|medical reasoning|additional testing|specialist referrals?|.*\breferrals?
""",
    ),
    (
        Part.EXAM,
        r"""
(physical |focused |mental status |neurologic\w* )?(exam(ination)?|findings)( at discharge)?|pe
objective|o|obj|vitals?.*|vital signs.*|general( appearance)?
""",
    ),
    (
        Part.RESULTS,
        r"""
.*\b(results?|labs?|laborator\w*|data|imaging|radiology|studies|x-?rays?|microbiology)\b.*
.*\b(ekg|ecg|echo\w*|workup|ct|mri)\b.*
""",
    ),
    (
        Part.PROCEDURE,
        r"""
.*\b(procedures?|operations?|anesthesia|surger(y|ies)|technique|operative findings|specimens?)\b.*
""",
    ),
)


def _compiled(*, loose: bool) -> tuple[tuple[Part, re.Pattern[str]], ...]:
    rows = (
        (part, [each for each in pattern.split("\n")[1:-1] if loose or ".*" not in each])
        for part, pattern in _HEADINGS
    )
    return tuple((part, re.compile("|".join(each), re.IGNORECASE)) for part, each in rows if each)


_KNOWN = _compiled(loose=True)
_STRICT = _compiled(loose=False)
FEW = 3  # words: a line without a colon that is longer, and only holds the word of a heading, is none
_PIECES = re.compile(r"\s*(?:[/&+,]|\band\b)\s*")  # of "Impression/Recs" the first that says something
_EDGES = re.compile(r"^[\s\W\d]+|[\s\W]+$")


def part_of(title: str) -> Part | None:
    """None where the heading says nothing; of "Labs › Impression" the last part decides."""
    plain = _EDGES.sub("", " ".join(title.rsplit("›", 1)[-1].split()))[:80]
    whole = next((part for part, known in _KNOWN if known.fullmatch(plain)), None)
    pieces = _PIECES.split(plain) if whole is None else []
    return next(filter(None, map(part_of, pieces)), None) if len(pieces) > 1 else whole


def part_of_line(line: str) -> Part | None:
    """The same of a line without a colon, which may be a diagnosis: "Aortic stenosis, yearly echo"."""
    plain = _EDGES.sub("", " ".join(line.split()))
    if len(plain) > 60:
        return None
    known = _KNOWN if len(plain.split()) <= FEW else _STRICT
    return next((part for part, pattern in known if pattern.fullmatch(plain)), None)

"""Medicare's risk adjustment (CMS-HCC V28): the HCCs that diagnoses come to, and the score they add up to.

As CMS's software has it for people who live in the community, are not on Medicaid and have been enrolled for
a year; raw, before normalization and the adjustment for coding intensity.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from queue_app.domain.codes import dotted

MODEL = "CMS-HCC V28"
WEIGHTS_OF = 2026  # the payment year of the weights, the last that is final
AGED = 65  # from here on entitled by age, below by disability

# What disease interactions are between, and the names of their weights.
_GROUPS: dict[str, frozenset[int]] = {
    "diabetes": frozenset({35, 36, 37, 38}),
    "heart failure": frozenset({221, 222, 223, 224, 225, 226}),
    "chronic lung disease": frozenset({276, 277, 278, 279, 280}),
    "chronic kidney disease": frozenset({326, 327, 328, 329}),
    "cardiorespiratory failure": frozenset({211, 212, 213}),
    "heart arrhythmia": frozenset({238}),
    "substance use disorder": frozenset({135, 136, 137, 138, 139}),
    "psychiatric disorder": frozenset({151, 152, 153, 154, 155}),
}
_TOGETHER = {
    "diabetes_hf_v28": ("diabetes", "heart failure"),
    "hf_chr_lung_v28": ("heart failure", "chronic lung disease"),
    "hf_kidney_v28": ("heart failure", "chronic kidney disease"),
    "chr_lung_card_resp_fail_v28": ("chronic lung disease", "cardiorespiratory failure"),
    "hf_hcc238_v28": ("heart failure", "heart arrhythmia"),
    "gsubusedisorder_gpsych_v28": ("substance use disorder", "psychiatric disorder"),
}
_HEART_ASSIST, _WITH_HEART_ASSIST = 223, frozenset({221, 222, 224, 225, 226})  # alone it is no HCC
_BANDS = (34, 44, 54, 59, 64, 69, 74, 79, 84, 89, 94)  # last years of the age bands


@dataclass(frozen=True, kw_only=True)
class HccEdit:
    """A diagnosis that means another HCC, or none, in people of a sex or an age."""

    sex: str = ""  # F, M; "" where the age counts
    age_to: int | None = None  # holds up to this age …
    age_from: int | None = None  # … or from this one on
    hcc: int | None = None  # None: no HCC

    def holds(self, age: int, sex: str) -> bool:
        if self.sex:
            return sex == self.sex
        younger = self.age_to is not None and age <= self.age_to
        return younger or (self.age_from is not None and age >= self.age_from)


@dataclass(frozen=True, kw_only=True)
class Model:
    """As much of the model as some diagnoses need."""

    year: int  # of payment: it looks at the diagnoses of the year before
    hccs: Mapping[str, frozenset[int]]  # by diagnosis
    edits: Mapping[str, HccEdit]
    below: Mapping[int, frozenset[int]]  # the milder HCCs that one makes count no more
    titles: Mapping[int, str]
    weights: Mapping[str, float]  # of the person's segment: "hcc37", "d5", "f70_74"


@dataclass(frozen=True)
class Part:
    """Something the score is made of."""

    title: str
    weight: float


@dataclass(frozen=True)
class Hcc:
    number: int
    title: str
    weight: float


@dataclass(frozen=True, kw_only=True)
class Meant:
    """One diagnosis: the HCCs it means and what it adds."""

    code: str
    hccs: tuple[Hcc, ...] = ()
    adds: float = 0.0  # what the score would lose without it
    uncounted: str = ""  # why an HCC of it adds nothing


@dataclass(frozen=True, kw_only=True)
class Risk:
    """The score of some diagnoses, and what it is made of."""

    raf: float
    person: Part
    hccs: tuple[Hcc, ...] = ()  # those that count, by number
    interactions: tuple[Part, ...] = ()
    diagnoses: tuple[Meant, ...] = ()  # in the order of the codes


def segment(age: int) -> str:
    """The part of the population whose weights are taken: community, not on Medicaid, aged or disabled."""
    return "cna" if age >= AGED else "cnd"


def assumed(age: int) -> tuple[str, ...]:
    """What an encounter does not tell and the score depends on."""
    return (
        "in Medicare",
        "not on Medicaid",
        "entitled by age" if age >= AGED else "entitled by disability, being under 65",
        "living in the community",
        "enrolled for a year",
        "no dialysis or kidney transplant program",
    )


def score(model: Model, age: int, sex: str, codes: Sequence[str]) -> Risk:
    """`age` in whole years on 1 February of the payment year, `sex` F or M."""
    meant = [_meant(model, age, sex, code) for code in codes]
    person = Part(f"{'woman' if sex == 'F' else 'man'} of {age}", model.weights[_band(age, sex)])
    counted = _counted(model, frozenset().union(*meant))
    raf = _sum(model, person, counted)

    def one(at: int) -> Meant:
        own, others = meant[at], [*meant[:at], frozenset[int](), *meant[at + 1 :]]
        rest = _counted(model, frozenset().union(*others)) if own else counted
        return Meant(
            code=codes[at],
            hccs=tuple(_hcc(model, number) for number in sorted(own)),
            adds=round(raf - _sum(model, person, rest), 3),
            uncounted=_uncounted(model, own, counted, dict(zip(codes, others, strict=True))),
        )

    return Risk(
        raf=raf,
        person=person,
        hccs=tuple(_hcc(model, number) for number in sorted(counted)),
        interactions=tuple(_interactions(model, counted)),
        diagnoses=tuple(one(at) for at in range(len(codes))),
    )


def _meant(model: Model, age: int, sex: str, code: str) -> frozenset[int]:
    edit = model.edits.get(code)
    if edit and edit.holds(age, sex):
        return frozenset() if edit.hcc is None else frozenset({edit.hcc})
    return model.hccs.get(code, frozenset())


def _counted(model: Model, meant: frozenset[int]) -> frozenset[int]:
    """Those of them that count: of each family the gravest."""
    if not meant & _WITH_HEART_ASSIST:
        meant -= {_HEART_ASSIST}
    return meant - frozenset().union(*(model.below.get(number, frozenset()) for number in meant))


def _interactions(model: Model, counted: frozenset[int]) -> list[Part]:
    """Diseases that weigh more together, and how many there are; only those with a weight."""
    found = [
        Part(f"{one} and {other}", model.weights.get(name, 0.0))
        for name, (one, other) in _TOGETHER.items()
        if counted & _GROUPS[one] and counted & _GROUPS[other]
    ]
    many = f"d{len(counted)}" if len(counted) < 10 else "d10p"
    found.append(Part(f"{len(counted)} HCCs that count", model.weights.get(many, 0.0)))
    return [part for part in found if part.weight]


def _sum(model: Model, person: Part, counted: frozenset[int]) -> float:
    weights = (part.weight for part in (person, *_interactions(model, counted)))
    return round(sum(weights) + sum(_weight(model, number) for number in counted), 3)


def _hcc(model: Model, number: int) -> Hcc:
    return Hcc(number, model.titles.get(number, ""), _weight(model, number))


def _weight(model: Model, number: int) -> float:
    return model.weights.get(f"hcc{number}", 0.0)


def _uncounted(
    model: Model, own: frozenset[int], counted: frozenset[int], others: Mapping[str, frozenset[int]]
) -> str:
    if not own:
        return ""
    if not own & counted:
        graver = [above for above in sorted(counted) if own & model.below.get(above, frozenset())]
        return f"beside the graver HCC {graver[0]}" if graver else "not by itself"
    also = next((code for code, meant in others.items() if meant >= own), "")
    return f"{dotted(also)} means it too" if also else ""


def _band(age: int, sex: str) -> str:
    last = next((last for last in _BANDS if age <= last), None)
    if last is None:
        return f"{sex.lower()}95_gt"
    first = max((before + 1 for before in _BANDS if before < last), default=0)
    return f"{sex.lower()}{first}_{last}"

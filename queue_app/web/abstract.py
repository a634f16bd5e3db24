"""What a claim tells of its stay, field by field, as the page shows it: what the source and the coder say."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from queue_app.domain import abstract, stays
from queue_app.domain.abstract import MOST_REASONS
from queue_app.domain.codes import Abstract, System, dotted
from queue_app.domain.edits.finding import Case
from queue_app.domain.encounter import Stay, Unit
from queue_app.services.providers import name
from queue_app.web.forms import typed

LABELS = {
    "disposition": "Disposition",
    "admit_type": "Admit type",
    "admit_source": "Point of origin",
    "attending": "Attending",
    "operating": "Operating",
    "rendering": "Rendering",
    "place_of_service": "Place of service",
    "admitting_diagnosis": "Admitting diagnosis",
    "visit_reasons": "Reason for visit",
    "birth_weight": "Birth weight, g",
}
PROVIDERS = ("attending", "operating", "rendering")
DIAGNOSES = ("admitting_diagnosis", "visit_reasons")
SILENT = {  # what counts where neither source nor coder says anything
    "operating": "who did the first procedure",
    "rendering": "the attending",
    "admitting_diagnosis": "the first diagnosis",
    "visit_reasons": "the first diagnosis",
    "birth_weight": "not known",
}


@dataclass(frozen=True, kw_only=True)
class Field:
    name: str
    label: str
    kind: str  # choice, provider, diagnosis or number
    value: str  # what the coder says; blank: as the source
    says: str  # the same in words
    source: str
    source_says: str  # what counts where the coder says nothing
    choices: Mapping[str, str] = field(default_factory=dict)
    most: int = 1

    @property
    def differs(self) -> bool:
        return bool(self.value) and self.value != self.source


def fields(case: Case) -> list[Field]:
    return [_field(case, name) for name in abstract.fields(case.encounter)]


def names(case: Case) -> dict[str, str]:
    """What the providers are called whom source or coder name, by id."""
    stay = case.encounter.stay
    told = {stay.attending: stay.attending_name} if stay.attending_name else {}
    return told | {id: name(one) for id, one in case.providers.items()}


def told(said: Abstract) -> list[tuple[str, str]]:
    """What the coder says, as the fields of a form."""
    return [(name, typed(value)) for name, value in vars(said).items() if value]


def _field(case: Case, named: str) -> Field:
    said, source = case.codes.abstract, _of_source(case)
    value, told = (typed(getattr(one, named) or None) for one in (said, source))
    choices = _choices(case, named)
    return Field(
        name=named,
        label=LABELS[named],
        kind=_kind(named, choices),
        value=value,
        says=_words(case, named, value, choices),
        source=told,
        source_says=_words(case, named, told, choices) or SILENT.get(named, "nothing"),
        choices=choices,
        most=MOST_REASONS if named == "visit_reasons" else 1,
    )


def _of_source(case: Case) -> Stay:
    """The stay as its source tells it, with what follows from that."""
    stay = case.encounter.stay
    place = stay.place_of_service or stays.USUAL_PLACE[stay.patient_class]
    rendering = stay.rendering
    if case.encounter.unit is Unit.PROFESSIONAL:
        rendering = abstract.billed_by(Unit.PROFESSIONAL, stay)
    return replace(stay, place_of_service=place, rendering=rendering)


def _kind(named: str, choices: Mapping[str, str]) -> str:
    if choices:
        return "choice"
    return "provider" if named in PROVIDERS else "diagnosis" if named in DIAGNOSES else "number"


def _choices(case: Case, named: str) -> Mapping[str, str]:
    lists = {
        "disposition": stays.DISPOSITIONS,
        "admit_type": stays.ADMIT_TYPES,
        "admit_source": stays.admit_sources(case.stay.admit_type),
        "place_of_service": stays.PLACES,
    }
    return lists.get(named, {})


def _words(case: Case, named: str, value: str, choices: Mapping[str, str]) -> str:
    if named in PROVIDERS:
        return names(case).get(value, value)
    if named in DIAGNOSES:
        return " ".join(_diagnosis(case, code) for code in value.split())
    return f"{value} {choices.get(value, '')}".strip()


def _diagnosis(case: Case, code: str) -> str:
    fact = case.facts.get((System.ICD10CM, code))
    return f"{dotted(code)} {fact.title if fact else ''}".strip()

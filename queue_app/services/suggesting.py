"""The codes that the documents of an encounter suggest, each with the words that support it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from pathlib import Path

from queue_app import log
from queue_app.codesets.tables import CodeTables
from queue_app.domain.codes import System
from queue_app.domain.documents import in_reading_order
from queue_app.domain.encounter import Document, Encounter
from queue_app.domain.errors import Unavailable
from queue_app.domain.evidence import stands
from queue_app.domain.people import Person
from queue_app.domain.reading.mention import Mention
from queue_app.domain.reading.offering import Offer, offers
from queue_app.domain.suggestion import Basis, Decision, Mentioned, Reading, Suggestion, Verdict
from queue_app.services.mentions import mentions
from queue_app.services.reading import open_encounter
from queue_app.store.store import Store

PROGRAM = Path(__file__).parents[1]
# All that decides what documents suggest, but for the file of code tables.
READS = (
    "domain/reading/*.py",
    "services/mentions.py",
    "services/sides.py",
    "services/suggesting.py",
    "codesets/*.py",
)
MOST_EVIDENCE = 12  # passages of one suggestion
EVEN = 0.5  # the share of acceptance that moves a suggestion nowhere
DOUBT = 10  # submissions that say so before any did
PLACES = 6  # between one that is always taken and one that never is


def suggestions(
    tables: CodeTables, encounter: Encounter, documents: Sequence[Document]
) -> tuple[Suggestion, ...]:
    """Offered, never assigned; what diagnoses name comes first, then the order of the text."""
    on = encounter.stay.coded_on
    found = offers(mentions(tables, documents, on), encounter.inpatient)
    facts = tables.facts((System.ICD10CM, one.code) for one in found)
    offered = []
    for one in found:
        fact = facts.get((System.ICD10CM, one.code))
        if fact and fact.billable and fact.valid_on(on):
            offered.append(_suggestion(one, fact.title, documents))
    return tuple(offered)


def _suggestion(offer: Offer, title: str, documents: Sequence[Document]) -> Suggestion:
    every = dict.fromkeys(_evidence(one, documents[one.document]) for one in offer.mentions)
    evidence = [one for one in every if not any(_holds(other, one) for other in every)]
    return Suggestion(
        code=offer.code,
        title=title,
        source=offer.source,
        assertion=offer.assertion,
        label=offer.label,
        evidence=tuple(evidence)[:MOST_EVIDENCE],
    )


def _holds(whole: Mentioned, part: Mentioned) -> bool:
    """Whether a passage says the other one and more."""
    same = (whole.document, whole.section) == (part.document, part.section)
    return same and whole.start <= part.start and part.end <= whole.end and whole != part


def _evidence(one: Mention, document: Document) -> Mentioned:
    section = document.sections[one.section]
    return Mentioned(
        document=document.id,
        version=document.version,
        section=one.section,
        start=one.start,
        end=one.end,
        heading=section.title,
        text=section.text[one.start : one.end],
        assertion=one.assertion,
    )


def verified(suggestion: Suggestion, documents: Sequence[Document]) -> Suggestion:
    there = tuple(one for one in suggestion.evidence if stands(one, documents))
    return suggestion if there == suggestion.evidence else replace(suggestion, evidence=there)


def basis(tables: CodeTables, encounter: Encounter) -> Basis:
    """All that the suggestions of an encounter follow from now; what was read on another basis is stale."""
    documents = in_reading_order(encounter.stay, encounter.documents)
    return Basis(
        documents=tuple((document.id, document.version) for document in documents),
        on=encounter.stay.coded_on,
        inpatient=encounter.inpatient,
        tables=tables.stamp(),
        rules=rules(),
    )


@cache
def rules(program: Path = PROGRAM) -> str:
    """Another one whenever something is changed in what reads."""
    files = sorted(file for each in READS for file in program.glob(each))
    return sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]


def read(store: Store, tables: CodeTables, encounter: Encounter, documents: Sequence[Document]) -> Reading:
    """What the documents, in the order they are read in, suggest as they are now; it is kept for the next."""
    found = suggestions(tables, encounter, documents)
    reading = Reading(basis=basis(tables, encounter), suggestions=found)
    store.suggestions.keep(encounter, reading)
    return reading


def read_waiting(store: Store, tables: CodeTables, most: int) -> int:
    """Read the documents of the most urgent encounters that wait for it; how many were done.

    One whose documents cannot be read is passed over, so that it holds up no other.
    """
    waiting = store.suggestions.to_read(most)
    for encounter_id in waiting:
        try:
            encounter = store.encounters.get(encounter_id)
            documents = in_reading_order(encounter.stay, store.encounters.documents(encounter))
            read(store, tables, encounter, documents)
        except Unavailable:
            raise
        except Exception as failure:
            log.write("error", "codedesk.suggestions", encounter=encounter_id, crash=type(failure).__name__)
            store.suggestions.pass_over(encounter_id)
    return len(waiting)


@dataclass(frozen=True)
class Aside:
    """A suggestion that is not offered any longer, and why."""

    suggestion: Suggestion
    decision: Decision


@dataclass(frozen=True, kw_only=True)
class Offered:
    encounter: Encounter
    documents: tuple[Document, ...]  # in the order they are read in
    suggestions: tuple[Suggestion, ...]
    aside: tuple[Aside, ...]


def open_suggestions(store: Store, tables: CodeTables, encounter_id: str, reader: Person) -> Offered:
    """What the documents suggest as they are now. NotFound for those who may not look at them."""
    opened = open_encounter(store, encounter_id, reader)
    encounter, documents = opened.encounter, opened.documents
    kept = store.suggestions.of(encounter_id, reader)
    reading = kept.reading
    if reading is None or reading.basis != basis(tables, encounter):
        reading = read(store, tables, encounter, documents)
    found = [verified(one, documents) for one in reading.suggestions]
    refused = {one.code: one for one in kept.decisions if one.verdict is not Verdict.ACCEPTED}
    return Offered(
        encounter=encounter,
        documents=documents,
        suggestions=_in_order(store, [one for one in found if one.code not in refused]),
        aside=tuple(Aside(one, refused[one.code]) for one in found if one.code in refused),
    )


def _in_order(store: Store, found: Sequence[Suggestion]) -> tuple[Suggestion, ...]:
    """As they are read, but what is often taken somewhat earlier than what is seldom; never by money."""
    tried = store.suggestions.tried((one.source, one.code) for one in found)

    def place(at: int) -> float:
        offered, accepted = tried[found[at].source, found[at].code]
        share = (accepted + DOUBT * EVEN) / (offered + DOUBT)
        return at - PLACES * (share - EVEN)

    return tuple(found[at] for at in sorted(range(len(found)), key=place))

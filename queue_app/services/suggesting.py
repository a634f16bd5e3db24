"""The codes that the documents of an encounter suggest, each with the words that support it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from queue_app.codesets.tables import CodeTables
from queue_app.domain.codes import System
from queue_app.domain.encounter import Document, Encounter
from queue_app.domain.people import Person
from queue_app.domain.reading.mention import Mention
from queue_app.domain.reading.offering import Offer, offers
from queue_app.domain.suggestion import Evidence, Suggestion
from queue_app.services.mentions import mentions
from queue_app.services.reading import open_encounter
from queue_app.store.store import Store

MOST_EVIDENCE = 12  # passages of one suggestion


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
    evidence = dict.fromkeys(_evidence(one, documents[one.document]) for one in offer.mentions)
    return Suggestion(
        code=offer.code,
        title=title,
        source=offer.source,
        assertion=offer.assertion,
        label=offer.label,
        evidence=tuple(evidence)[:MOST_EVIDENCE],
    )


def _evidence(one: Mention, document: Document) -> Evidence:
    section = document.sections[one.section]
    return Evidence(
        document=document.id,
        version=document.version,
        section=one.section,
        start=one.start,
        end=one.end,
        heading=section.title,
        text=section.text[one.start : one.end],
        assertion=one.assertion,
    )


def still_there(evidence: Evidence, documents: Sequence[Document]) -> bool:
    """Whether the passage still stands where it was read: a highlight that no longer fits is not shown."""
    for document in documents:
        if (document.id, document.version) == (evidence.document, evidence.version):
            if evidence.section >= len(document.sections):
                return False
            return document.sections[evidence.section].text[evidence.start : evidence.end] == evidence.text
    return False


def verified(suggestion: Suggestion, documents: Sequence[Document]) -> Suggestion:
    return replace(
        suggestion, evidence=tuple(one for one in suggestion.evidence if still_there(one, documents))
    )


@dataclass(frozen=True, kw_only=True)
class Offered:
    encounter: Encounter
    documents: tuple[Document, ...]  # in the order they are read in
    suggestions: tuple[Suggestion, ...]


def open_suggestions(store: Store, tables: CodeTables, encounter_id: str, reader: Person) -> Offered:
    """What the documents suggest as they are now. NotFound for those who may not look at them."""
    opened = open_encounter(store, encounter_id, reader)
    found = suggestions(tables, opened.encounter, opened.documents)
    return Offered(encounter=opened.encounter, documents=opened.documents, suggestions=found)

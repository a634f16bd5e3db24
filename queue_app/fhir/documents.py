"""Clinical documents: compositions, references to documents, and diagnostic reports."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice

from queue_app.domain.arrival import Unreadable
from queue_app.domain.encounter import Document, Section
from queue_app.fhir import narrative
from queue_app.fhir.attachments import narrated, sections_in
from queue_app.fhir.bundle import Resources
from queue_app.fhir.element import Element, Unfit, labels
from queue_app.fhir.people import name_behind
from queue_app.fhir.terms import SIGNED

DEEPEST = 20  # sections in sections
MANY = 20  # encounters of one document
LONG_AGO = datetime.min.replace(tzinfo=UTC)
ELSEWHERE = "The document belongs to an encounter that is not in this file; it was left out."
NOWHERE = "The document names no encounter, and this file does not hold exactly one; it was left out."
STRANGER = "The document is about another patient than its encounter; it was left out."
TEXTLESS = "The document has no text; it was left out."


class Documents:
    """The documents of one source, by the encounter they belong to."""

    def __init__(self, resources: Resources) -> None:
        self._resources = resources
        self._of: dict[Element, list[Element]] = {}
        encounters = resources.all("Encounter")
        for kind in ("Composition", "DocumentReference", "DiagnosticReport"):
            for resource in resources.all(kind):
                asked = list(islice(_encounters(resource), MANY))
                if len(asked) == MANY:
                    resource.note(f"The document names {MANY} encounters or more; only these were looked at.")
                found = [resources.find(one, "Encounter") for one in asked]
                owners = dict.fromkeys(one for one in found if one is not None)
                if not asked and len(encounters) == 1:
                    owners = {encounters[0]: None}
                if not owners and encounters:
                    resource.note(ELSEWHERE if asked else NOWHERE)
                for encounter in owners:
                    self._of.setdefault(encounter, []).append(resource)

    def of(self, encounter: Element) -> tuple[Document, ...]:
        """In the order they were written; what cannot be read is noted and left out."""
        patient = self._resources.id_of(encounter["subject"], "Patient")
        found: list[tuple[str, Document]] = []
        for resource in self._of.get(encounter, []):
            subject = self._resources.id_of(resource["subject"], "Patient")
            if subject and subject != patient:
                resource.note(STRANGER)
            elif document := _read(resource, self._resources):
                found.append((self._resources.kind_of(resource), document))
        uses = Counter(document.id for _, document in found)
        named = [replace(one, id=f"{kind}/{one.id}") if uses[one.id] > 1 else one for kind, one in found]
        return tuple(sorted(named, key=lambda one: (one.written_at or LONG_AGO, one.id)))


def _encounters(resource: Element) -> Iterator[Element]:
    """References to the encounters of a document; R4 has them in context, R5 in place of it."""
    if resource["resourceType"].text != "DocumentReference":
        yield from resource["encounter"]
        return
    for context in resource["context"]:
        yield from context["encounter"] if context["encounter"] else [context] if context["reference"] else []


def _read(resource: Element, resources: Resources) -> Document | None:
    match resources.kind_of(resource):
        case "Composition":
            return _composition(resource, resources)
        case "DocumentReference":
            return _reference(resource, resources)
        case _:
            return _report(resource, resources)


def _composition(resource: Element, resources: Resources) -> Document | None:
    status = resource["status"].text
    if status == "entered-in-error":
        return None
    sections = tuple(_composed(resource["section"])) or narrated(resource["text"])
    if not sections:
        resource.note(TEXTLESS)
        return None
    document = _document(resource, resource["type"], resource["author"], sections, resources)
    return replace(document, written_at=resource["date"].moment, signed=status in SIGNED)


def _reference(resource: Element, resources: Resources) -> Document | None:
    """Without a docStatus it counts as signed: many EHRs only send documents that are, and do not say so."""
    status = resource["docStatus"].text
    if resource["status"].text not in ("current", "") or status == "entered-in-error":
        return None
    attachments = [content["attachment"] for content in resource["content"]]
    if not attachments:
        resource.note(TEXTLESS)
    sections = _first_readable(attachments, resources)
    if not sections:
        return None
    document = _document(resource, resource["type"], resource["author"], sections, resources)
    created = (attachment["creation"].moment for attachment in attachments)
    written_at = resource["date"].moment or next(filter(None, created), None)
    return replace(document, written_at=written_at, signed=status in SIGNED or not status)


def _report(resource: Element, resources: Resources) -> Document | None:
    """A report that is nothing but a list of results is no document."""
    status = resource["status"].text
    if status in ("entered-in-error", "cancelled"):
        return None
    sections = _first_readable(list(resource["presentedForm"]), resources) or narrated(resource["text"])
    if conclusion := narrative.in_one(narrative.from_plain(resource["conclusion"].raw)):
        sections = (Section(title="Conclusion", text=conclusion), *sections)
    if not sections:
        return None
    author = resource.first("resultsInterpreter", "performer")
    document = _document(resource, resource["code"], author, sections, resources)
    written_at = resource["issued"].moment or resource["effectiveDateTime"].moment
    return replace(document, written_at=written_at, signed=status in SIGNED)


def _document(
    resource: Element, type: Element, authors: Element, sections: tuple[Section, ...], resources: Resources
) -> Document:
    digest = hashlib.sha256()
    for section in sections:
        digest.update(f"{section.title}\x1f{section.text}\x1e".encode())
    return Document(
        id=resources.name_of(resource) or digest.hexdigest()[:16],
        type=type.label or resource["title"].text or next(labels(resource["category"]), "Document"),
        type_code=next(iter(type.codes), ""),
        author=next(filter(None, (name_behind(one, resources) for one in authors)), ""),
        digest=digest.hexdigest(),
        sections=sections,
    )


def _composed(sections: Element, above: tuple[str, ...] = ()) -> Iterator[Section]:
    """Sections in sections, one after the other, each with the titles it stands under."""
    if len(above) == DEEPEST:
        sections.note("Sections are nested too deeply here; the rest was left out.")
        return
    for section in sections:
        titles = (*above, section["title"].text or section["code"].label)
        if text := narrative.in_one(narrated(section["text"])):
            yield Section(title=" › ".join(filter(None, titles)), text=text)
        yield from _composed(section["section"], titles)


def _first_readable(attachments: list[Element], resources: Resources) -> tuple[Section, ...]:
    """One document often comes in several formats; what is wrong is only told when none can be read."""
    troubles: list[Unreadable] = []
    for attachment in attachments:
        try:
            return sections_in(attachment, resources)
        except Unfit as trouble:
            troubles.append(trouble.told)
    for attachment, told in zip(attachments, troubles, strict=True):
        attachment.origin.complaints.add(told)
    return ()

"""The resources of one source, found again by whatever reference points at them."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from queue_app.fhir.element import Element

TYPED = re.compile(r"(?:.*/)?([A-Z][A-Za-z]+)/([^/|?#\s]+)(?:/_history/.*)?")
LOGICAL = re.compile(r"(?:.*/)?([A-Z][A-Za-z]+)\?identifier=(.+)")


class Resources:
    """All resources of a bundle or a bulk export; of two with the same type and id the later counts."""

    def __init__(self, entries: Iterable[tuple[str, Element]]) -> None:
        """Takes each resource with its fullUrl, which may be empty."""
        self._of: dict[str, dict[str, Element]] = {}
        self._at: dict[str, Element | None] = {}  # by fullUrl, and by what was looked up before
        self._by_identifier: dict[str, Element] | None = None
        self._inside: dict[Element, dict[str, Element]] = {}
        self._ids: dict[Element, str] = {}
        self._kinds: dict[Element, str] = {}
        for number, (url, resource) in enumerate(entries):
            kind, id = resource["resourceType"].text, resource["id"].text
            typed = TYPED.fullmatch(url)
            if not id and typed and typed[1] == kind:
                id = typed[2]
            self._of.setdefault(kind, {})[id or url or f"#{number}"] = resource
            self._ids[resource], self._kinds[resource] = id, kind
            if url:
                self._at[url] = resource

    def all(self, kind: str) -> list[Element]:
        return list(self._of.get(kind, {}).values())

    def find(self, reference: Element, *kinds: str) -> Element | None:
        """The resource a Reference means, if it is here and of one of these kinds."""
        found = self.at(reference["reference"].text, reference) if reference else None
        if found is None and (identifier := reference["identifier"]):
            key = f"{identifier['system'].text}|{identifier['value'].text}"
            found = next(filter(None, (self._identified(kind, key) for kind in kinds)), None)
        return found if found is not None and self.kind_of(found) in kinds else None

    def kind_of(self, resource: Element) -> str:
        return self._kinds.get(resource) or resource["resourceType"].text

    def at(self, url: str, asking: Element) -> Element | None:
        """The resource at a URL, as it is meant where it stands: #contained, Type/id, urn:uuid or whole."""
        if url.startswith("#"):
            return self._contained(asking.resource).get(url[1:])
        if url not in self._at:
            self._at[url] = self._looked_up(url)
        return self._at[url]

    def id_of(self, reference: Element, *kinds: str) -> str:
        """What the EHR calls the thing a Reference means, whether it is here or not; empty if unsaid."""
        if (found := self.find(reference, *kinds)) is not None:
            return self.name_of(found)
        if value := reference["identifier"]["value"].text:
            return value
        url = reference["reference"].text
        if logical := LOGICAL.fullmatch(url):
            return unquote(logical[2]).rpartition("|")[2]
        if typed := TYPED.fullmatch(url):
            return typed[2]
        return url.rpartition(":")[2] if url.startswith("urn:") else ""

    def name_of(self, resource: Element) -> str:
        """The resource's id, or else its first identifier."""
        return self._ids.get(resource) or resource["id"].text or next(identifiers(resource), "")

    def _contained(self, resource: Element) -> dict[str, Element]:
        if resource not in self._inside:
            self._inside[resource] = {id: one for one in resource["contained"] if (id := one["id"].text)}
        return self._inside[resource]

    def _looked_up(self, url: str) -> Element | None:
        if typed := TYPED.fullmatch(url):
            return self._of.get(typed[1], {}).get(typed[2])
        if logical := LOGICAL.fullmatch(url):
            return self._identified(logical[1], unquote(logical[2]))
        return None

    def _identified(self, kind: str, key: str) -> Element | None:
        """By "system|value" of an identifier; the index is only made when the first such reference is met."""
        if self._by_identifier is None:
            self._by_identifier = {
                f"{kind}?{one['system'].text}|{one['value'].text}": resource
                for kind, resources in self._of.items()
                for resource in resources.values()
                for one in resource["identifier"]
            }
        return self._by_identifier.get(f"{kind}?{key}")


def identifiers(resource: Element, *types: str) -> Iterator[str]:
    """Its business identifiers; with types, only those of these HL7 v2-0203 types, in the types' order."""
    every = [one for one in resource["identifier"] if one["value"].text]
    if not types:
        yield from (one["value"].text for one in every)
    for type in types:
        yield from (one["value"].text for one in every if type in one["type"].codes)

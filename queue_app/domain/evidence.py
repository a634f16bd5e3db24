"""Whether the words that codes stand on are still in the documents."""

from collections.abc import Iterable, Sequence

from queue_app.domain.codes import Evidence
from queue_app.domain.encounter import Document
from queue_app.domain.passage import Passage


def stands(passage: Passage, documents: Iterable[Document]) -> bool:
    """Whether the words still stand where they were read: a highlight that no longer fits is not shown."""
    for document in documents:
        if (document.id, document.version) == (passage.document, passage.version):
            sections = document.sections
            if passage.section >= len(sections):
                return False
            return sections[passage.section].text[passage.start : passage.end] == passage.text
    return False


def outdated(evidence: Iterable[Evidence], headings: Iterable[Document]) -> tuple[Evidence, ...]:
    """What is from another version of a document than the newest: its words may have changed."""
    newest = {(one.id, one.version) for one in headings}
    return tuple(one for one in evidence if (one.document, one.version) not in newest)


def stale(evidence: Iterable[Evidence], documents: Sequence[Document]) -> frozenset[str]:
    """The codes some of whose words are nowhere in the newest version of their document."""
    texts = {one.id: "\n\n".join(section.text for section in one.sections) for one in documents}
    changed = outdated(evidence, documents)
    return frozenset(one.about for one in changed if one.text not in texts.get(one.document, ""))

"""Kinds of documents, and the order in which coders read those of a stay."""

from collections.abc import Container, Iterable, Sequence
from datetime import UTC, datetime
from itertools import groupby

from queue_app.domain.encounter import Document, PatientClass, Stay

# LOINC codes of the document without which a stay cannot be coded.
DISCHARGE_SUMMARIES = frozenset({"18842-5", "11490-0", "28655-9", "34105-7"})

# What is read first: LOINC codes of the kind, and words that its other names hold; LOINC alone has a hundred
# codes for consults, one a specialty. All other documents follow by date.
# fmt: off
READING_ORDER: tuple[tuple[frozenset[str], tuple[str, ...]], ...] = (
    (DISCHARGE_SUMMARIES,                            ("discharge summ",)),
    (frozenset({"34117-2", "11492-6", "28626-0"}),   ("history and physical", "history & physical", "h&p")),
    (frozenset({"11504-8", "28570-0"}),              ("operation note", "operative note", "operative report",
                                                      "procedure note")),
    (frozenset({"11488-4"}),                         ("consult",)),
    (frozenset({"11506-3"}),                         ("progress note",)),
)
# fmt: on
LONG_AGO = datetime.min.replace(tzinfo=UTC)


def in_reading_order(stay: Stay, documents: Iterable[Document]) -> tuple[Document, ...]:
    """Those of an inpatient by kind, then by date; those of a visit by date."""
    kinds = stay.patient_class is PatientClass.INPATIENT
    return tuple(sorted(documents, key=lambda one: (_place(one) if kinds else 0, _written_at(one), one.id)))


def as_listed(documents: Iterable[Document]) -> tuple[Document, ...]:
    """Those of a type together, the types in the order in which their first document stands."""
    by_type: dict[str, list[Document]] = {}
    for one in documents:
        by_type.setdefault(one.type, []).append(one)
    return tuple(one for these in by_type.values() for one in these)


def begun_with(listed: Sequence[Document], unread: Container[str]) -> tuple[Document, ...]:
    """The document that a reader begins with, the first they have not read; none where there is none."""
    return tuple([one for one in listed if one.id in unread][:1] or listed[:1])


def ones_before(documents: Iterable[Document]) -> dict[str, Document]:
    """The latest earlier one of the same type, of each that has one, by its id.

    The type is the name but for numbers, "postoperative day 2" among them: by its LOINC code an MRI of the
    brain would come after a film of the chest.
    """
    found: dict[str, Document] = {}
    latest: dict[str, Document] = {}
    dated = sorted((one for one in documents if one.written_at), key=_written_at)
    for _, same_moment in groupby(dated, key=_written_at):  # of these none is before another
        these = list(same_moment)
        found |= {one.id: latest[_kind(one)] for one in these if _kind(one) in latest}
        latest |= {_kind(one): one for one in these}
    return found


def _kind(document: Document) -> str:
    return "".join(sign for sign in document.type.casefold() if not sign.isdigit())


def _written_at(document: Document) -> datetime:
    return document.written_at or LONG_AGO


def _place(document: Document) -> int:
    """Where its kind stands in the order; what nurses write supports few codes, so it is not read first."""
    name = document.type.casefold()
    by_code = [place for place, (codes, _) in enumerate(READING_ORDER) if document.type_code in codes]
    by_name = [
        place
        for place, (_, words) in enumerate(READING_ORDER)
        if "nurs" not in name and any(word in name for word in words)
    ]
    return next(iter((*by_code, *by_name)), len(READING_ORDER))

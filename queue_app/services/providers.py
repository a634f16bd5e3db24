"""Finding a provider of the directory by a part of the name, or by NPI."""

import unicodedata

from queue_app.domain.directory import Provider
from queue_app.store.store import Store

LONGEST = 80  # characters of a question


def find(store: Store, typed: str, most: int) -> list[Provider]:
    """Those of whose names, NPI and id a word begins with each of the words; family names first.

    One round trip, that reads every provider there is.
    """
    words = _plain(typed[:LONGEST]).split()
    if not words:
        return []
    found = [one for one in store.directories.all(Provider) if _answers(one, words)]
    return sorted(found, key=lambda one: (not _plain(one.family).startswith(words[0]), name(one)))[:most]


def name(provider: Provider) -> str:
    """As in a list: family name first."""
    return f"{provider.family}, {provider.given}" if provider.given else provider.family


def _answers(provider: Provider, words: list[str]) -> bool:
    known = _plain(f"{provider.family} {provider.given} {provider.npi} {provider.id}").split()
    return all(any(one.startswith(word) for one in known) for word in words)


def _plain(text: str) -> str:
    """Small letters without accents; whatever parts names is a blank."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one if one.isalnum() else " " for one in letters if not unicodedata.combining(one))

"""A provider is found by the beginnings of names, or by NPI."""

import pytest

from queue_app.domain.directory import Provider
from queue_app.services.providers import find

PROVIDERS = (
    Provider(id="DR-1", npi="1679576722", family="Welby", given="Marcia"),
    Provider(id="DR-2", npi="1558598797", family="Peña-Brooks", given="Samuel"),
    Provider(id="DR-3", npi="1234567893", family="Samson", given="Bo"),
)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("wel", ["DR-1"]),
        ("marcia welby", ["DR-1"]),
        ("pena", ["DR-2"]),
        ("BROOKS, s", ["DR-2"]),
        ("sam", ["DR-3", "DR-2"]),  # family names first
        ("15585", ["DR-2"]),
        ("1679576722", ["DR-1"]),
        ("dr-3", ["DR-3"]),
        ("elby", []),
        ("welby bo", []),
        ("", []),
        (" ,; ", []),
        ("*", []),
    ],
)
def test_words_are_beginnings_in_any_order(store, typed, found):
    store.directories.put(PROVIDERS)
    assert [one.id for one in find(store, typed, 20)] == found


def test_no_more_are_told_than_were_asked_for(store):
    store.directories.put(PROVIDERS)
    assert len(find(store, "dr", 2)) == 2

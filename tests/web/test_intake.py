"""Handing encounters in through the web."""

import gzip
import io
import json
import tarfile
import zipfile
from datetime import UTC, datetime

import pytest

from queue_app.store.floor import Listing
from tests.people import ADA, FEED, LENA
from tests.services.bundles import a_note, a_visit

TWO = (a_visit(a_note(), account="A1"), a_visit(a_note(), account="A2"))


def accounts(store):
    return {one.account_number for one in store.floor.all(Listing(), datetime.now(UTC))}


def zipped(*bundles):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number, bundle in enumerate(bundles):
            archive.writestr(f"{number}.json", json.dumps(bundle))
    return stream.getvalue()


def tarred(*bundles):
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as archive:
        for number, bundle in enumerate(bundles):
            content = json.dumps(bundle).encode()
            info = tarfile.TarInfo(f"{number}.json")
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return stream.getvalue()


def in_lines(bundle):
    return "\n".join(json.dumps(entry["resource"]) for entry in bundle["entry"]).encode()


def test_a_service_hands_in_a_bundle_and_hears_what_became_of_it(program, store):
    answer = program(FEED).post("/intake", a_visit(a_note()))
    assert (answer.status_code, answer.json) == (
        200,
        {"arrived": 1, "amended": 0, "unchanged": 0, "unreadable": []},
    )
    assert program(FEED).post("/intake", a_visit(a_note())).json["unchanged"] == 1
    assert accounts(store) == {"ACCT-1"}


@pytest.mark.parametrize(
    ("kind", "content", "arrived"),
    [
        ("application/fhir+json", json.dumps(TWO[0]).encode(), 1),
        ("application/json", gzip.compress(json.dumps(TWO[0]).encode()), 1),
        ("application/zip", zipped(*TWO), 2),
        ("application/gzip", tarred(*TWO), 2),
        ("application/fhir+ndjson", in_lines(TWO[0]), 1),
        ("application/x-ndjson", in_lines(TWO[0]), 1),
    ],
)
def test_everything_that_ehrs_export_is_taken(program, store, kind, content, arrived):
    answer = program(FEED).post("/intake", data=content, headers={"Content-Type": kind})
    assert (answer.status_code, answer.json["arrived"]) == (200, arrived)
    assert len(accounts(store)) == arrived


def test_a_file_is_uploaded_on_the_page_and_the_page_tells_what_came(visit, store):
    lena = visit(LENA)
    file = (io.BytesIO(zipped(*TWO, a_visit(a_note(), start="yesterday"))), "monday.zip")
    assert lena.post("/intake", {"file": file}).location == "/intake"
    text = lena.get("/intake").text
    assert "2 arrived, 0 amended, 0 unchanged, 1 things could not be read." in text
    assert "monday.zip!2.json" in text and "entry[0].resource.period.start" in text
    assert accounts(store) == {"A1", "A2"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "not valid JSON"),
        (b"[]", "send a FHIR Bundle"),
        (b'{"resourceType": "Patient"}', "single resource"),
        (b'{"resourceType": "Bundle"}', "no Encounter"),
        (b"<Bundle/>", "XML"),
        (b"MSH|^~\\&|", "HL7 v2"),
        (b"PK\x03\x04broken", "damaged"),
        (b"\xff\xfe\x00", "JSON"),
        (b"[" * 100_000, "beyond reading"),
    ],
)
def test_what_cannot_be_read_is_answered_with_the_reason_and_kept(program, store, content, said):
    answer = program(FEED).post("/intake", data=content)
    assert answer.status_code == 422
    (told,) = answer.json["unreadable"]
    assert said in told["reason"]
    assert [one.what.reason for one in store.records.unread()] == [told["reason"]]


def test_an_empty_upload_is_refused(program, visit):
    assert program(FEED).post("/intake").status_code == 400
    assert visit(LENA).post("/intake", {"file": (io.BytesIO(b""), "nothing.json")}).status_code == 400


def test_an_upload_may_be_larger_than_other_requests_but_not_endless(program, site):
    padded = a_visit(a_note("x" * 1_900_000), a_note("y" * 1_900_000, id="note-2"))
    assert program(FEED).post("/intake", padded).json["arrived"] == 1
    too_much = site.upload_mb * 1024 * 1024 + 1
    answer = program(FEED).post("/intake", data=b" " * too_much)
    assert (answer.status_code, answer.json["kind"]) == (413, "too_large")


def test_the_list_of_what_could_not_be_read_can_be_emptied(visit, program, store):
    program(FEED).post("/intake", data=b"{")
    assert visit(ADA).post("/intake/forget").location == "/intake"
    assert store.records.unread() == []
    assert store.records.audited(1)[0]["verb"] == "forget_unreadable"


def test_a_hostile_file_name_is_only_shown(visit, store):
    lena = visit(LENA)
    lena.post("/intake", {"file": (io.BytesIO(b"{"), '../../<img src=x onerror="alert(1)">.json')})
    assert "<img" not in lena.get("/intake").text
    assert len(store.records.unread()) == 1

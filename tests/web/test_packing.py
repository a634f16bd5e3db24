"""Static files as they go over the line: joined where an address names several, and packed."""

import gzip
import re
from html import unescape

from tests.builders import arrived, step
from tests.people import MARIA

PACKED = {"Accept-Encoding": "br, gzip"}


def test_static_files_are_packed_for_whoever_takes_them_so(visit):
    plain = visit().get("/static/js/texts.js")
    packed = visit().get("/static/js/texts.js", headers=PACKED)
    assert "Content-Encoding" not in plain.headers
    assert (packed.headers["Content-Encoding"], packed.headers["Vary"]) == ("gzip", "Accept-Encoding")
    assert gzip.decompress(packed.data) == plain.data and len(packed.data) < len(plain.data) / 2
    assert "immutable" in packed.headers["Cache-Control"]
    assert visit().get("/static/none.js", headers={"Accept-Encoding": "gzip"}).status_code == 404


def test_an_address_that_names_several_sheets_is_all_of_them_in_that_order(visit):
    tokens, base = (visit().get(f"/static/css/{name}.css").data for name in ("tokens", "base"))
    joined = visit().get("/static/css/tokens+base.css")
    assert joined.data == tokens + b"\n" + base
    assert "immutable" in joined.headers["Cache-Control"] and joined.mimetype == "text/css"
    assert int(joined.headers["Content-Length"]) == len(joined.data)
    assert "ETag" not in joined.headers and "Last-Modified" not in joined.headers  # they were the first's
    packed = visit().get("/static/css/tokens+base.css", headers=PACKED)
    assert gzip.decompress(packed.data) == joined.data


def test_joined_scripts_do_not_see_each_others_names(visit):
    undo, said = (visit().get(f"/static/js/{name}.js").data for name in ("undo", "said"))
    joined = visit().get("/static/js/undo+said.js")
    assert joined.data == b"{\n%s\n}\n{\n%s\n}" % (undo, said)


def test_an_address_that_names_a_file_that_is_not_there_is_not_found(visit):
    for path in (
        "js/undo+none.js",
        "js/none+undo.js",
        "js/undo+.js",
        "js/+.js",
        "js/undo+undo.js",
        "js/undo+..%2Fcss%2Fbase.js",
    ):
        for headers in ({}, PACKED):
            assert visit().get(f"/static/{path}", headers=headers).status_code == 404


def test_what_a_page_asks_for_is_there_and_comes_in_few_files(visit, store):
    claimed = step(store, "claim", arrived(store), MARIA)
    asked = set(
        re.findall(
            r'(?:src|href|data-sheet|data-script)="(/static/[^"#]+)',
            visit(MARIA).get(f"/encounters/{claimed.id}").text,
        )
    )
    assert 8 < len(asked) < 16
    assert {visit().get(unescape(path)).status_code for path in asked} == {200}

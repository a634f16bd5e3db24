"""The biller's page: files of claims, what became of them, and answers that could not be used."""

import pytest

from queue_app.services import billing, hearing
from tests.builders import submitted
from tests.people import BEA, LENA
from tests.services.furniture import furnish
from tests.services.replies import a_277ca, put
from tests.x12.builders import SENDER


@pytest.fixture
def sent(store, tables, mailbox):
    furnish(store)
    submitted(store, id="e1"), submitted(store, id="e2")
    billing.relay(store)
    billing.export(store, tables, mailbox, SENDER, 1)
    return [store.encounters.get(encounter_id).control_number for encounter_id in ("e1", "e2")]


def page(visit):
    return " ".join(visit(BEA).get("/billing").text.split())


def test_a_delivered_file_is_shown_with_its_claims(visit, sent):
    text = page(visit)
    assert "000000001.837p" in text and "837P" in text
    assert "delivered" in text.lower()


def test_what_billing_answered_is_counted(visit, store, tables, mailbox, sent):
    put(mailbox, a_277ca({sent[0]: "A2:20", sent[1]: "A3:21"}))
    hearing.hear_back(store, tables, mailbox, SENDER)
    text = page(visit)
    assert '<td class="num">2</td> <td class="num">1</td> <td class="num">1</td>' in text


def test_a_program_is_told_the_same(program, store, tables, mailbox, sent):
    put(mailbox, a_277ca({sent[0]: "A2:20"}))
    put(mailbox, "nonsense", "monday.999")
    hearing.hear_back(store, tables, mailbox, SENDER)
    answer = program(BEA).get("/billing").json
    (row,) = answer["rows"]
    assert (row["file"], row["claims"], row["accepted"]) == ("000000001.837p", 2, 1)
    assert (answer["total"], [one["file"] for one in answer["aside"]]) == (1, ["monday.999"])


def test_an_answer_set_aside_is_shown_with_the_reason(visit, store, tables, mailbox):
    put(mailbox, "nonsense", "monday <b>.999")
    hearing.hear_back(store, tables, mailbox, SENDER)
    (one,) = store.records.asides()
    text = page(visit)
    assert "monday &lt;b&gt;.999" in text and one.reason in text


def test_a_file_that_cannot_be_written_says_why(visit, store, tables, mailbox):
    furnish(store)
    submitted(store)
    billing.relay(store)
    mailbox.out.rmdir()
    mailbox.out.touch()
    with pytest.raises(OSError):
        billing.export(store, tables, mailbox, SENDER, 1)
    assert "The file could not be written: Not a directory." in page(visit)


def test_no_page_is_too_far(visit, sent):
    for number in ("0", "2", "999999999999999999999", "x"):
        assert visit(LENA).get(f"/billing?page={number}").status_code == 200

"""Names from outside come through page and claim as what they are: names."""

from html import unescape

import pytest

from queue_app.services import billing, workflow
from tests.builders import GOOD_CODES
from tests.people import LENA, MARIA
from tests.services.bundles import a_note, a_visit, hand_in
from tests.services.furniture import furnish
from tests.services.test_intake import the_only
from tests.x12 import judge
from tests.x12.builders import SENDER

NAMES = {
    "delimiters": "A~B*C:D^E",
    "quotes": 'O\'Neil "Bo" <blink>&amp;',
    "a script": "<script>alert(1)</script>",
    "a template": "{{ 7*7 }}{% raw %}",
    "right to left": "\u202eleinaD\u202c דניאל",
    "accents": "Ünlü-Łukasz Ñandú",
    "ideographs": "患者太郎",
    "controls": "A\x00B\x1fC\r\nISA*00*",
    "three hundred": "N" * 300,
    "a formula": '=HYPERLINK("http://evil")',
    "nothing but marks": "~*:^",
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_hostile_name_is_shown_billed_and_runs_nowhere(visit, store, tables, mailbox, name):
    furnish(store)
    bundle = a_visit(a_note(f"Seen: {name}"), family=name, given=name, street=name, account="AC-1")
    summary = hand_in(store, tables, bundle)
    assert (summary.arrived, summary.unreadable) == (1, [])

    claimed = workflow.claim_next(store, MARIA)
    page = visit(MARIA).get(f"/encounters/{claimed.id}")
    assert page.status_code == 200
    assert "<script>alert" not in page.text and "<blink" not in page.text
    assert claimed.patient.family in unescape(page.text)
    assert "\u202e" not in page.text and "\x00" not in page.text
    assert visit(LENA).get("/supervisor/encounters").status_code == 200

    workflow.perform(
        store,
        tables,
        "submit",
        claimed.id,
        MARIA,
        seen=claimed.version,
        token=claimed.token,
        codes=GOOD_CODES,
    )
    billing.relay(store)
    billing.export(store, tables, mailbox, SENDER, 1)
    files = [path.read_text() for path in mailbox.out.iterdir()]
    assert the_only(store).status == ("sent" if files else "final_coded")
    for text in files:
        assert judge.complaints(text) == []
        assert text.count("ISA*") == 1 and text.isascii()
    if not files:  # nothing is left of the name that a claim may carry: billing has to be told
        assert [hold.reason for hold in the_only(store).holds] == ["claim_unwritable"]

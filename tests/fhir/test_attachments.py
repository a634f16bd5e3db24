"""Whatever an attachment holds, it is read or its reason is told."""

import pytest

from tests.fhir.builders import ABSENT, a_reference, an_attachment, an_encounter, documents_of, refusals_of

PLACE = "entry[2].resource.content[0].attachment"


def text_in(*attachments: dict[str, object]) -> str:
    (document,) = documents_of(a_reference(*attachments))
    return "\n".join(section.text for section in document.sections)


def reason_for(*attachments: dict[str, object]) -> str:
    return refusals_of(an_encounter(), a_reference(*attachments))[PLACE]


def test_plain_text_is_read():
    assert text_in(an_attachment("Sore throat.")) == "Sore throat."


@pytest.mark.parametrize("media", ["text/html", "application/xhtml+xml", "TEXT/HTML; charset=utf-8"])
def test_html_is_read_as_text(media):
    assert text_in(an_attachment("<p>Sore<br/>throat.</p>", contentType=media)) == "Sore\nthroat."


def test_an_attachment_without_a_type_is_looked_at():
    assert text_in(an_attachment("<p>Sore throat.</p>", contentType=ABSENT)) == "Sore throat."


@pytest.mark.parametrize(
    "text, charset, encoded",
    [
        ("Müller", "iso-8859-1", "latin-1"),
        ("Müller", "iso-8859-1", "utf-8"),  # read by its first name, it is mangled but not lost
        ("Müller", "utf-8", "utf-8-sig"),
        ("Müller", "utf-8", "cp1252"),
        ("Müller", "us-ascii", "utf-8"),
        ("Müller", "utf-16", "utf-16"),
        ("Müller", "no-such-thing", "utf-8"),
        ("Müller", "iso-8859-99", "utf-8"),
        ("Müller", "zip", "utf-8"),
        ("Müller", "unicode_escape", "utf-8"),
    ],
)
def test_text_is_read_in_the_charset_that_fits(text, charset, encoded):
    read = text_in(an_attachment(text.encode(encoded), contentType=f"text/plain; charset={charset}"))
    assert read == (text if (charset, encoded) != ("iso-8859-1", "utf-8") else "MÃ¼ller")


def test_base64_may_be_broken_into_lines_lack_its_padding_or_be_made_for_urls():
    sent = an_attachment("Sore throat??>>")["data"]
    for data in (f"{sent[:8]}\r\n {sent[8:]}", sent.rstrip("="), sent.replace("+", "-").replace("/", "_")):
        assert text_in({"contentType": "text/plain", "data": data}) == "Sore throat??>>"


def test_the_first_format_that_can_be_read_is_taken_without_complaint():
    assert text_in(an_attachment(b"%PDF", contentType="application/pdf"), an_attachment("Sore.")) == "Sore."


def test_a_binary_in_the_bundle_is_followed():
    binary = {"resourceType": "Binary", "id": "b1"} | an_attachment("Sore throat.")
    (document,) = documents_of(binary, a_reference({"url": "Binary/b1"}))
    assert document.sections[0].text == "Sore throat."


@pytest.mark.parametrize(
    "attachment, reason",
    [
        (
            an_attachment(b"%PDF", contentType="application/pdf"),
            "is application/pdf, which cannot be shown yet",
        ),
        (an_attachment(b"\x89PNG", contentType="image/png"), "is image/png, which cannot be shown yet"),
        (an_attachment(b"x", contentType="Ann/Sample"), "is of an unknown type"),
        (an_attachment(b"\0\1\2", contentType=ABSENT), "is not text"),
        (an_attachment("  \n"), "has no text"),
        ({"contentType": "text/plain"}, "neither data nor a URL"),
        ({"url": "https://ehr.example/notes/1.pdf"}, "is only a URL"),
        ({"url": "Binary/missing"}, "is only a URL"),
    ],
)
def test_what_cannot_be_shown_is_named_and_its_encounter_still_comes(attachment, reason):
    assert reason in reason_for(attachment)


def test_what_is_no_base64_is_named():
    where, reason = next(iter(refusals_of(an_encounter(), a_reference({"data": "not base64!"})).items()))
    assert (where, reason) == (f"{PLACE}.data", "The document is not valid base64; it was left out.")


def test_a_text_longer_than_anybody_reads_is_named():
    reasons = refusals_of(an_encounter(), a_reference(an_attachment("x" * 2_100_000)))
    assert "longer than 2,000,000 characters" in reasons[f"{PLACE}.data"]

"""What is inside an attachment, as sections of text."""

import base64
import binascii
import re

from queue_app.domain.encounter import Section
from queue_app.fhir import narrative
from queue_app.fhir.bundle import Resources
from queue_app.fhir.element import Element, Unfit

LONGEST = 2_000_000  # bytes of one attachment, characters of one narrative
PLAIN = frozenset({"text/plain", "text/markdown"})
MARKUP = frozenset({"text/html", "application/xhtml+xml"})
MEDIA_TYPE = re.compile(r"(application|audio|image|message|model|text|video)/[a-z0-9.+-]{1,70}")
CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
CHARSETS = re.compile(
    r"utf-?8|utf-?16(le|be)?|us-ascii|latin-?1|iso-8859-\d{1,2}|(windows-|cp)125\d", re.IGNORECASE
)
TOO_LONG = f"The text is longer than {LONGEST:,} characters; it was left out and is kept."


def sections_in(attachment: Element, resources: Resources) -> tuple[Section, ...]:
    """At least one section; raises Unfit with the reason why there is none."""
    holder = _holder(attachment, resources)
    declared = attachment["contentType"].text or holder["contentType"].text
    media = declared.partition(";")[0].strip().lower()
    if media and media not in PLAIN | MARKUP:
        # Whatever else stands there is not repeated: it could be a name.
        shown = media if MEDIA_TYPE.fullmatch(media) else "of an unknown type"
        raise Unfit(attachment.told(f"The document is {shown}, which cannot be shown yet; it is kept."))
    content = _decoded(holder["data"])
    if not media and b"\0" in content:
        raise Unfit(attachment.told("The document has no type and is not text; it is kept."))
    text = _text(content, CHARSET.search(declared))
    marked_up = media in MARKUP or (not media and text.lstrip().startswith("<"))
    sections = narrative.from_markup(text) if marked_up else narrative.from_plain(text)
    if not sections:
        raise Unfit(attachment.told("The document has no text; it was left out."))
    return sections


def narrated(text: Element) -> tuple[Section, ...]:
    """The sections of a Narrative; none if it is empty or too long."""
    markup = text["div"].raw
    if len(markup) > LONGEST:
        text["div"].note(TOO_LONG)
        return ()
    return narrative.from_markup(markup)


def _holder(attachment: Element, resources: Resources) -> Element:
    """The attachment itself, or the Binary it points at."""
    if attachment["data"]:
        return attachment
    url = attachment["url"].text
    if not url:
        raise Unfit(attachment.told("The document has neither data nor a URL; it was left out."))
    binary = resources.at(url, attachment)
    if binary is None or not binary["data"]:
        raise Unfit(attachment.told("The document is only a URL, and not in this file; it was left out."))
    return binary


def _decoded(data: Element) -> bytes:
    encoded = "".join(data.raw.split())
    if len(encoded) > LONGEST * 4 // 3:
        raise Unfit(data.told(TOO_LONG))
    try:
        padded = encoded.rstrip("=") + "=" * (-len(encoded.rstrip("=")) % 4)
        return base64.b64decode(padded, altchars=b"-_" if {"-", "_"} & set(encoded) else None, validate=True)
    except (binascii.Error, ValueError):
        raise Unfit(data.told("The document is not valid base64; it was left out.")) from None


def _text(content: bytes, charset: re.Match[str] | None) -> str:
    """By the charset that was named, else UTF-8, else Windows-1252: feeds often name a wrong one or none."""
    named = charset[1] if charset and CHARSETS.fullmatch(charset[1]) else "utf-8-sig"
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        named = "utf-16"
    for encoding in (named, "utf-8-sig"):
        try:
            return content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return content.decode("cp1252", "replace")

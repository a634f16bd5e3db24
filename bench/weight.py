"""What a coder's pages weigh with everything they load, and how soon one with twenty documents answers."""

import asyncio
import json
import re
import statistics
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from pathlib import Path
from urllib.parse import urlencode

from bench.site import Site
from queue_app.domain.codes import Codes, Diagnosis, System
from queue_app.domain.encounter import Encounter, PatientClass, Section, Unit
from tests.builders import a_document, a_stay, arrived, step

MUST = 150_000  # bytes of a page with all its files, as they come over the line
SOON = 60  # ms
LIGHT = 150  # MB of a web worker
SEARCHES = 200
QUERIES = Path(__file__).parent / "queries" / "diagnoses.jsonl"
ASKED, COUNTED = 60, 50  # times, one after the other
NOTES = 20
TEN = "I10 E119 I509 N189 J189 E785 Z794 I480 F329 K219"
LISTED = "".join(f"• Problem {n}: hypertension, type 2 diabetes; continue as before.\n" for n in range(1, 16))
SAID = "Seen today in follow-up. No chest pain, no dyspnea, no edema. " * 26


def measure(site: Site) -> Iterator[dict[str, object]]:
    (coder,) = site.add_coders(1)
    claimed = step(site.store, "claim", a_chart(site), coder)
    page = f"/encounters/{claimed.id}"
    yield asyncio.run(_weighed(site, "desk", "/coder")) | {"must": f"bytes <= {MUST}"}
    named = f"encounter page with {NOTES} documents"
    yield asyncio.run(_weighed(site, named, page)) | {"must": f"bytes <= {MUST}"}
    step(site.store, "save", claimed, coder, codes=Codes(tuple(Diagnosis(one, "Y") for one in TEN.split())))
    yield asyncio.run(_weighed(site, "same page with ten codes and their findings", page))
    yield asyncio.run(_answered(site, page))
    asyncio.run(_searched(site))
    told = f"memory of the heaviest web worker, after those pages and {SEARCHES} searches"
    yield {"bench": told, "mb": site.heaviest_web_worker(), "must": f"mb <= {LIGHT}"}


def a_chart(site: Site) -> Encounter:
    """A stay with twenty documents of 5 to 6 kB each, in two sections."""
    now = datetime.now(UTC)
    sections = (Section(title="Subjective", text=SAID * 2), Section(title="Assessment", text=LISTED + SAID))
    notes = (
        a_document(
            id=f"note-{number}",
            type="Progress note" if number % 3 else "Consult",
            written_at=now - timedelta(hours=5 * number),
            sections=sections,
        )
        for number in range(NOTES)
    )
    stay = a_stay(
        patient_class=PatientClass.INPATIENT,
        admitted_at=now - timedelta(days=5),
        discharged_at=now - timedelta(hours=1),
    )
    stays = {"unit": Unit.FACILITY, "work_type": "inpatient", "stay": stay}
    return arrived(site.store, *notes, id="chart", due_at=now + timedelta(days=1), clock_at=now, **stays)


async def _weighed(site: Site, name: str, path: str) -> dict[str, object]:
    """The page and its files as browsers get them, files packed and pages not; and all of it unpacked."""
    browser = await site.sign_in("coder0")
    page = (await browser.ask("GET", path)).body
    found = set(re.findall(r'(?:src|href)="(/static/[^"#]+)', page.decode()))
    parts = [part.replace("&amp;", "&") for part in found]
    packed = [len((await browser.ask("GET", part, Accept_Encoding="gzip")).body) for part in parts]
    unpacked = [len((await browser.ask("GET", part)).body) for part in parts]
    told = {"bytes": len(page) + sum(packed), "unpacked": len(page) + sum(unpacked), "files": len(parts) + 1}
    return {"bench": f"weight of the {name}", **told, "page": len(page)}


async def _answered(site: Site, path: str) -> dict[str, object]:
    browser = await site.sign_in("coder0")
    waited = []
    for _ in range(ASKED):
        began = time.perf_counter()
        await browser.ask("GET", path)
        waited.append((time.perf_counter() - began) * 1000)
    ms = round(statistics.median(waited[ASKED - COUNTED :]), 1)
    return {"bench": f"answer of that page, median of {COUNTED}", "ms": ms, "must": f"ms <= {SOON}"}


async def _searched(site: Site) -> None:
    browser = await site.sign_in("coder0")
    queries = [json.loads(line)["query"] for line in QUERIES.read_text().splitlines()]
    for query in islice(cycle(queries), SEARCHES):
        asked = urlencode({"system": System.ICD10CM, "q": query})
        assert (await browser.ask("GET", f"/codes/search?{asked}")).status == 200

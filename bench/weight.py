"""What a coder's first page weighs, uncompressed, with everything it loads."""

import asyncio
import re
from collections.abc import Iterator

from bench.site import Site

MUST = 150_000  # bytes


def measure(site: Site) -> Iterator[dict[str, object]]:
    site.add_coders(1)
    site.fill(1)
    yield from asyncio.run(_measured(site))


async def _measured(site: Site) -> list[dict[str, object]]:
    browser = await site.sign_in("coder0")
    desk = (await browser.ask("GET", "/coder")).body
    claimed = await browser.ask("POST", "/coder/next", b"{}", Content_Type="application/json")
    encounter = (await browser.ask("GET", claimed.location)).body
    found: list[dict[str, object]] = []
    for name, page in (("desk", desk), ("encounter page", encounter)):
        parts = set(re.findall(r'(?:src|href)="(/static/[^"#]+)', page.decode()))
        sizes = [len((await browser.ask("GET", part.replace("&amp;", "&"))).body) for part in parts]
        total = len(page) + sum(sizes)
        told = {"bytes": total, "files": len(parts) + 1, "must": f"bytes <= {MUST}"}
        found.append({"bench": f"weight of the {name}", **told})
    return found

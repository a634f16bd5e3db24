"""What a coder's first page weighs, uncompressed, with everything it loads."""

import re
from collections.abc import Iterator

from bench.site import Site

MUST = 150_000  # bytes


def measure(site: Site) -> Iterator[dict[str, object]]:
    site.add_coders(1)
    site.fill(1)
    browser = site.sign_in("coder0")
    desk = browser.ask("GET", "/coder").body
    claimed = browser.ask("POST", "/coder/next", b"{}", Content_Type="application/json")
    encounter = browser.ask("GET", claimed.headers["location"]).body
    for name, page in (("desk", desk), ("encounter page", encounter)):
        parts = set(re.findall(r'(?:src|href)="(/static/[^"#]+)', page.decode()))
        total = len(page) + sum(len(browser.ask("GET", part.replace("&amp;", "&")).body) for part in parts)
        yield {
            "bench": f"weight of the {name}",
            "bytes": total,
            "files": len(parts) + 1,
            "must": f"bytes <= {MUST}",
        }

"""How a page may be looked at: light and dark, wide and narrow; colours are the same at every width."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# The slowest ones; nothing else differs between light and dark.
OF_COLOURS = ["color-contrast", "link-in-text-block"]
ALL = {"runOnly": RULES}
COLOURS = {"runOnly": OF_COLOURS}
NO_COLOURS = ALL | {"rules": {rule: {"enabled": False} for rule in OF_COLOURS}}
# What lies half under a bar that stays on the screen is large enough once it is scrolled to.
LET_BARS_SCROLL = """() => {
    for (const one of document.querySelectorAll("body *")) {
        if (getComputedStyle(one).position === "sticky") one.style.position = "static";
    }
}"""
AXE = Axe().axe_script
# Rows with the same colours throughout as one before say nothing more of colours: axe is slow over each.
RUN = """([options, onlyColours]) => {
    const looks = new Set();
    const looksLikeOneBefore = (row) => {
        const look = [row, ...row.querySelectorAll("*")].map((one) => {
            const { color, backgroundColor, fontSize, fontWeight, opacity, display } = getComputedStyle(one);
            return [color, backgroundColor, fontSize, fontWeight, opacity, display].join();
        }).join(";");
        return looks.has(look) || !looks.add(look);
    };
    const rows = onlyColours ? [...document.querySelectorAll("tbody > tr, li")] : [];
    const exclude = rows.filter(looksLikeOneBefore);
    return axe.run({ exclude }, options).then(({ violations }) =>
        violations.map(({ id, nodes }) => [id, nodes[0].html.slice(0, 160)]));
}"""
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


def violations(page: Page, rules: dict[str, object] = ALL) -> list[tuple[str, str]]:
    """What axe finds against WCAG 2.2 AA: the rule, and the first element it is about."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    # Violations alone: listing every element that is good takes as long as finding those that are not.
    found = page.evaluate(RUN, [rules | {"resultTypes": ["violations"]}, rules is COLOURS])
    return [(rule, html) for rule, html in found]


def assert_good_in_every_look(page: Page) -> None:
    """Axe finds nothing, and nothing is wider than the screen; at the end the page is wide and light."""
    both = (("dark", COLOURS), ("light", COLOURS), ("light", NO_COLOURS))
    for size, looks in ((NARROW, [("light", NO_COLOURS)]), (WIDE, both)):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.evaluate(LET_BARS_SCROLL)
        for scheme, rules in looks:
            # Else colours are looked at while they fade from one scheme to the other.
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            found = violations(page, rules)
            assert not found, (scheme, size, found)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, size


def bring_codes_forward(page: Page) -> None:
    """On a narrow screen the codes of an encounter are a tab: open it, so that every look sees them."""
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    page.get_by_role("link", name="Codes").click()
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]

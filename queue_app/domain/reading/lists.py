"""How the lists of this room are written: words parted by blanks, phrases by bars, names before a colon."""


def listed(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def phrased(text: str) -> tuple[str, ...]:
    """Phrases of several words: "no evidence of|denies", over as many lines as it takes."""
    return tuple(one.strip() for line in text.splitlines() for one in line.split("|") if one.strip())


def named(text: str) -> dict[str, tuple[str, ...]]:
    """A name and what belongs to it on each line: "kidney: renal nephric"."""
    rows = (line.partition(":") for line in text.splitlines() if line.strip())
    return {name.strip(): tuple(rest.split()) for name, _, rest in rows}

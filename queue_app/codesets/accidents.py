"""Accidents of transport as they are told, in the words of V01-V89: who was hurt on what, and by what."""

import re

_ON_FOOT = "pedestrian on foot"


def _named(*pairs: tuple[str, str]) -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(rf"\b(?:{names})\b", re.IGNORECASE), words) for names, words in pairs]


_HURT = _named(
    (r"motor ?cyclists?|motor ?(?:bikes?|cycles?)(?: riders?)?|mopeds?", "other motorcycle driver"),
    (r"(?:bi)?cyclists?|(?:(?:bi|pedal )cycles?|(?:push )?bikes?)(?: riders?)?", "pedal cycle driver"),
    (r"pedestrians?", _ON_FOOT),
    (r"(?:car )?passenger(?: (?:in|of)(?: an?| the)? car)?", "car passenger"),
    (r"truck driver|driver of(?: an?| the)? truck|trucker", "driver of heavy transport vehicle"),
    (r"(?:car )?driver(?: of(?: an?| the)? car)?|car", "car driver"),
)
_HITTING = _named(
    (r"cars?|vans?|suvs?|pick-?ups?|taxis?|jeeps?|automobiles?", "car pick-up truck van"),
    (r"lorr(?:y|ies)|trucks?|hgvs?|bus(?:es)?|coach(?:es)?", "heavy transport vehicle bus"),
    (r"trains?|trams?", "railway train"),
    (r"motor ?(?:bikes?|cycles?)|mopeds?", "two- three-wheeled motor vehicle"),
    (r"bikes?|bicycles?|cyclists?", "pedal cycle"),
)
_IN_THE_WAY = _named(  # that hit nobody on foot, or not as traffic does
    (r"pedestrians?|deer|dogs?|cows?|horses?", "pedestrian animal"),
    (r"trees?|walls?|(?:lamp ?|telephone ?)?(?:posts?|poles?)|fences?", "fixed stationary object"),
)
_BLOW = (
    r"\b(?:was |got )?(?:hit|struck|knocked (?:down|over|off)|r[au]n over|rammed"
    r"|collided|collision|crash(?:ed)?|vs|versus)"
    r"(?: (?:(?:his|her|my|an?|the) )?(?P<off>(?:motor)?bike|bicycle))?"
    r"(?: (?:by|with|into|against|an?|the|another|other))* (?P<it>{})"
)
_BLOWS = [(re.compile(_BLOW.format(one.pattern), re.IGNORECASE), words) for one, words in _HITTING]
_STOPS = [(re.compile(_BLOW.format(one.pattern), re.IGNORECASE), words) for one, words in _IN_THE_WAY]
_FELL = re.compile(
    r"\b(?:fell|falls?|fallen|thrown|came) (?:off|from)\b(?: (?:(?:his|her|my|an?|the) )?(?P<off>[\w-]+))?",
    re.IGNORECASE,
)
_OVERTURNED = re.compile(r"\b(?:that |which )?(?:roll(?:ed|s)?[ -]?over|overturned)\b", re.IGNORECASE)
_OFF_ROAD = re.compile(r"\b(?:quad|atv|golf|snowmobile|ski|scooter|skate)", re.IGNORECASE)
_WHERE = re.compile(r" *\b(?:on|in|crossing)(?: the| an?)? (?:road|street|highway|traffic)\b", re.IGNORECASE)


def of_transport(query: str) -> str:
    """The query, in the book's words if it tells of such an accident."""
    if _OFF_ROAD.search(query):
        return query
    for blows, hurt in ((_BLOWS, _ON_FOOT), (_STOPS, "")):
        for pattern, other in blows:
            if found := pattern.search(query):
                return _told(query, found, other, hurt)
    if found := _FELL.search(query) or _OVERTURNED.search(query):
        return _told(query, found, "", "")
    return query


def _told(query: str, found: re.Match[str], other: str, otherwise: str) -> str:
    """Who was hurt is named beside what happened, or as what they were knocked or fell off."""
    named = found.groupdict()
    off = named.get("off") or ""
    rest = _WHERE.sub("", f"{query[: found.start()]} {query[found.end() :]}")
    for pattern, who in _HURT:
        if off and pattern.search(off):
            return f"{who} {_collided(who, other, named)} {rest}"
        if not off and pattern.search(rest):
            return f"{who} {_collided(who, other, named)} {pattern.sub('', rest, count=1)}"
    return f"{otherwise} {_collided(otherwise, other, named)} {rest}" if otherwise else query


def _collided(who: str, other: str, named: dict[str, str]) -> str:
    """Those in a car are told by the very kind that hit it."""
    if who.startswith("car ") and other.startswith("car "):
        other = named["it"]
    return f"injured {f'collision {other}' if other else 'noncollision transport accident'} traffic"

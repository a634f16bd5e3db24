"""A note on an encounter: a short text, the words of the documents it is about, or both."""

from dataclasses import dataclass, field
from datetime import datetime

from queue_app.domain.passage import Passage
from queue_app.domain.people import Person

LONGEST = 2000  # characters of its text
MOST = 100  # notes of one person on an encounter
MOST_PASSAGES = 20  # of one note


@dataclass(frozen=True, kw_only=True)
class Note:
    """Without a text it is a bookmark. A bookmark is always its writer's alone."""

    id: str  # among those of its writer
    by: str
    name: str  # of its writer, as it was then
    at: datetime  # when it was last written
    text: str = ""
    passages: tuple[Passage, ...] = ()
    team: bool = False  # for everybody who may open the encounter; else for its writer alone
    digest: str = field(default="", compare=False)  # of how it is kept: who changes it names the one they saw

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing to keep: writing such a one takes away what stood there."""
        return not self.text and not self.passages

    def says_the_same(self, other: "Note") -> bool:
        return (self.text, self.passages, self.team) == (other.text, other.passages, other.team)

    def is_open_to(self, reader: Person) -> bool:
        return self.team or self.by == reader.id

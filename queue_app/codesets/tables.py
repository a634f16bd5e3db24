"""The code tables as the rest of Codedesk asks them: facts about codes, known modifiers, releases, search."""

import sqlite3
import threading
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from queue_app.codesets import books, builder, conversions, hcc, indexes, ncci, phrases, search, tabular
from queue_app.codesets import drg as drgs
from queue_app.codesets.books import BookLine
from queue_app.codesets.builder import Column
from queue_app.codesets.database import Release, opened
from queue_app.codesets.drg import DrgWeight
from queue_app.codesets.facts import facts
from queue_app.codesets.indexes import Term
from queue_app.codesets.notes import notes
from queue_app.codesets.search import Found
from queue_app.codesets.tabular import Place
from queue_app.domain.codes import CodeFact, Facts, System, bare
from queue_app.domain.edits.finding import Note
from queue_app.domain.errors import Unavailable
from queue_app.domain.hcc import Model


class CodeTables:
    """Reads one file of tables; a new file put in its place is seen at the next question.

    Safe to share between threads: each has its own connection. Raises Unavailable while there is no file.
    `warns_of_sex` is the site's choice whether codes are compared with the patient's sex, too.
    """

    def __init__(self, path: Path, *, warns_of_sex: bool = False) -> None:
        self.warns_of_sex = warns_of_sex
        self._path = path
        self._here = threading.local()

    def look_up(self, system: System, code: str) -> CodeFact | None:
        return self.facts([(system, code)]).get((system, bare(code)))

    def facts(self, wanted: Iterable[tuple[System, str]]) -> Facts:
        """What is known of those codes; codes that do not exist are left out."""
        return facts(self._connection(), wanted)

    def successors(self, code: str, on: date) -> list[str]:
        """The diagnoses that took the place of one that ended, where the conversion table is loaded."""
        return conversions.successors(self._connection(), bare(code), on)

    def modifiers(self) -> frozenset[str]:
        """The two-character modifiers of CPT and HCPCS."""
        return frozenset(row[0] for row in self._connection().execute("SELECT code FROM modifiers"))

    def notes(self, codes: Iterable[str], kinds: Iterable[str] = ()) -> dict[str, tuple[Note, ...]]:
        """The notes of these kinds, or all, at ICD-10-CM codes and at the headings above, chapters first."""
        return notes(self._connection(), codes, kinds)

    def releases(self) -> list[Release]:
        """What the tables were made from."""
        found = self._connection().execute(
            "SELECT set_name, released_on, source, rows, loaded_at, notice, NULL, content IS NOT NULL"
            " FROM releases ORDER BY set_name, released_on, source"
        )
        return [Release(*row) for row in found]

    def stamp(self) -> str:
        """Another one whenever another file is put in its place."""
        self._connection()
        return "-".join(str(each) for each in self._here.file[1:])

    def search(
        self,
        system: System | None,
        query: str,
        on: date,
        limit: int = 20,
        prior: Mapping[str, float] = search.NO_PRIOR,
    ) -> list[Found]:
        """The codes likeliest meant by the beginning of a code or by words, judged on that day.

        `prior` makes codes likelier that the site uses, by bare code; see codesets.search.
        """
        return search.search(self._connection(), system, query, on, limit, prior)

    def phrases(self, keys: Iterable[str]) -> dict[str, tuple[str, int]]:
        """Of those sets of words (domain.reading.words.key) that name a diagnosis: code, and how closely."""
        return phrases.look_up(self._connection(), keys)

    def phrase_words(self) -> frozenset[str]:
        """Every word that a phrase has."""
        connection = self._connection()
        if self._here.phrase_words is None:
            self._here.phrase_words = phrases.vocabulary(connection)
        known: frozenset[str] = self._here.phrase_words
        return known

    def book_lines_to(self, code: str) -> list[BookLine]:
        """The lines of all books that lead to the code, or with a dash to a heading above it."""
        return books.lines_to(self._connection(), bare(code))

    def place(self, system: System, name: str, on: date) -> Place | None:
        """A chapter ("9"), section ("I30-I5A") or code in the tree of its list; "" is the top."""
        return tabular.place(self._connection(), system, bare(name), on)

    def index_letters(self, book: str) -> list[str]:
        """The letters of an index; empty where it is not loaded."""
        return indexes.letters(self._connection(), book)

    def index_terms(self, book: str, letter: str) -> list[str]:
        """The main terms of a letter, as `index_at` takes them."""
        return indexes.main_terms(self._connection(), book, letter)

    def index_at(self, book: str, path: str) -> list[Term]:
        """A term of an index ("Abscess > brain") with everything below it."""
        return indexes.at(self._connection(), book, path)

    def index_holding(self, book: str, query: str) -> list[Term]:
        """The terms of an index with words that begin so, in any order."""
        return indexes.holding(self._connection(), book, query)

    def index_sent_to(self, book: str, see: str) -> str:
        """The path of the term that a "See" names; "" where the index has none."""
        return indexes.sent_to(self._connection(), book, see)

    def pcs_columns(self, code: str, on: date) -> list[Column]:
        """The columns of the builder as far as the beginning of a code goes, and the next one."""
        return builder.columns(self._connection(), bare(code), on)

    def drg_weight(self, version: int, drg: int) -> DrgWeight | None:
        """Of a DRG in a version of the grouper (43, 430, 431); None where its Table 5 is not loaded."""
        return drgs.weight(self._connection(), version, drg)

    def severity(self, version: int, codes: Iterable[str]) -> dict[str, str]:
        """CC or MCC of those of the diagnoses that are one in that version, by the loaded lists."""
        return drgs.severity(self._connection(), version, codes)

    def hccs(self, codes: Iterable[str], on: date) -> dict[str, tuple[int, ...]]:
        """The HCCs of those of the diagnoses that mean one, for services of that day."""
        return hcc.listed(self._connection(), codes, on)

    def hcc_model(self, segment: str, codes: Iterable[str], on: date) -> Model | None:
        """What scores these diagnoses; None for days that Medicare's model does not look at."""
        return hcc.model(self._connection(), segment, codes, on)

    def hcc_services(self, services: Iterable[str]) -> frozenset[str]:
        """Those of the CPT and HCPCS codes that make the diagnoses of a visit count."""
        return hcc.counting(self._connection(), services)

    def ncci(
        self, pairs: Iterable[tuple[str, str]], on: date, setting: str = ncci.PROFESSIONAL
    ) -> dict[tuple[str, str], str]:
        """(column 1, column 2) → modifier indicator, 0 or 1, of those of the pairs in force on the day."""
        return ncci.pairs(self._connection(), pairs, on, setting)

    def mue(self, codes: Iterable[str], setting: str, on: date) -> dict[str, tuple[int, int]]:
        """Code → most units likely to be right on the day, and MAI; setting: professional or facility."""
        return ncci.units(self._connection(), codes, on, setting)

    def _connection(self) -> sqlite3.Connection:
        try:
            status = self._path.stat()
        except OSError:
            raise Unavailable("The code tables are not built. Run `flask codes build`.") from None
        now = (status.st_dev, status.st_ino, status.st_mtime_ns)
        if getattr(self._here, "file", None) != now:
            if hasattr(self._here, "tables"):
                self._here.tables.close()
            self._here.tables = opened(self._path)
            self._here.file = now
            self._here.phrase_words = None
        tables: sqlite3.Connection = self._here.tables
        return tables

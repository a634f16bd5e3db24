"""What else is known of a patient: other encounters under the same MRN, and their codes as submitted."""

from collections.abc import Iterable, Sequence

from queue_app.domain.codes import Codes
from queue_app.domain.encounter import Encounter
from queue_app.domain.people import Person
from queue_app.store import codec, keys
from queue_app.store.connection import Memory
from queue_app.store.encounters import Encounters
from queue_app.store.seal import Seal

MOST = 200  # encounters of one patient that are looked through


class Earlier:
    def __init__(self, redis: Memory, seal: Seal, encounters: Encounters) -> None:
        self._redis = redis
        self._seal = seal
        self._encounters = encounters

    def of_patient(self, mrn: str) -> list[Encounter]:
        """Those with that MRN, whosever it is at whichever facility. Two round trips."""
        found = keys.FOUND % self._encounters.fingerprint("mrn", mrn)
        return self._encounters.find(each.decode() for each in self._redis.zrange(found, 0, MOST - 1))

    def look(
        self, listed: Sequence[Encounter], coded: Iterable[Encounter], within: Encounter, reader: Person
    ) -> dict[str, Codes]:
        """The codes of those that are coded, by id, as they were submitted last.

        That the reader looked is in the audit of all that are listed, and of the one they look from.
        """
        wanted = list(coded)
        pipe = self._redis.pipeline()
        for one in wanted:
            pipe.hget(keys.VERSIONS % one.id, str(one.submission))
        for one in (within, *listed):
            verb = "see_earlier" if one is within else "see_codes"
            pipe.xadd(keys.AUDIT, {"encounter": one.id, "verb": verb, "actor": reader.id})
        told = pipe.execute()[: len(wanted)]
        return {
            one.id: codec.submission(self._seal, one, self._encounters.key_of(one.id), sealed).codes
            for one, sealed in zip(wanted, told, strict=True)
        }

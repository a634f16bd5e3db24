"""Every way the queue can say no: each sentence tells the user what happened and what to do."""

from collections.abc import Sequence


class Refusal(Exception):
    """The queue declined."""

    kind = "refused"

    def __init__(self, message: str = "") -> None:
        super().__init__(message or self.__doc__)


class Malformed(Refusal):
    """What was sent cannot be read."""

    kind = "malformed"


class StaleForm(Malformed):
    """This page was open too long to be trusted. Reload it and do it again; nothing was changed."""

    kind = "stale_form"


class NotSignedIn(Refusal):
    """Sign in first."""

    kind = "not_signed_in"


class NotAllowed(Refusal):
    """Your account may not do that."""

    kind = "not_allowed"


class NotFound(Refusal):
    """There is no such encounter, person or step."""

    kind = "not_found"


class OutOfOrder(Refusal):
    """The encounter is not in a status from which that step can be taken."""

    kind = "out_of_order"


class Changed(Refusal):
    """Somebody else changed the encounter first. Open it again to see how it stands."""

    kind = "changed"


class NewerDocuments(Changed):
    """Newer documents arrived, so nothing was submitted. Open the encounter again, read them, then submit."""


class TooLarge(Refusal):
    """What was sent is larger than this site takes."""

    kind = "too_large"


class Unfit(Refusal):
    """The codes cannot be billed as they stand."""

    kind = "unfit"

    def __init__(self, problems: Sequence[str], findings: Sequence[object] = ()) -> None:
        super().__init__(" ".join(problems))
        self.problems = tuple(problems)
        self.findings = tuple(findings)  # of the edits, for programs


class TooMany(Refusal):
    """Too many attempts. Wait, then try again."""

    kind = "too_many"

    def __init__(self, message: str = "", *, wait: int) -> None:
        super().__init__(message)
        self.wait = wait  # seconds


class Unavailable(Refusal):
    """The queue's memory cannot be reached. Nothing was changed; try again in a moment."""

    kind = "unavailable"

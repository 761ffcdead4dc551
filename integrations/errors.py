"""What can go wrong between us and another company's system, sorted by who can do something about it.

The class decides what the worker does (wait, stop, ask) and which words a person reads; the message says which field
or which system. `request_id` is the other side's own id of the exchange, for their support desk.
"""

from datetime import datetime


class IntegrationError(Exception):
    """Base of every failure of a call to another system."""

    kind = "unknown"

    def __init__(self, message: str, *, system: str = "", request_id: str | None = None) -> None:
        """Keep the message in words a person can read; `system` is the other system's display name."""
        super().__init__(message)
        self.message = message
        self.system = system
        self.request_id = request_id


class AuthorisationError(IntegrationError):
    """The connection is not (or no longer) allowed: a person must reconnect or grant a permission."""

    kind = "authorisation"


class RateError(IntegrationError):
    """Too many calls, by our own budget or by the other side's answer. Nothing was done; go on at `retry_at`."""

    kind = "rate"

    def __init__(
        self, message: str, *, retry_at: datetime | None, system: str = "", request_id: str | None = None
    ) -> None:
        """`retry_at` is aware UTC; None if the other side did not say."""
        super().__init__(message, system=system, request_id=request_id)
        self.retry_at = retry_at


class DataError(IntegrationError):
    """A definite refusal of what was sent. `fields` names what to correct, in the other side's words."""

    kind = "data"

    def __init__(
        self, message: str, *, fields: tuple[str, ...] = (), system: str = "", request_id: str | None = None
    ) -> None:
        """`message` is what the other side said."""
        super().__init__(message, system=system, request_id=request_id)
        self.fields = fields


class NumberingError(DataError):
    """The refusal tells that the company's numbering is the other mode; `needs_number` is what it wants."""

    def __init__(self, message: str, *, needs_number: bool, system: str = "", request_id: str | None = None) -> None:
        """`needs_number`: True if a number must be given, False if it must not."""
        super().__init__(message, fields=("invoice_number",), system=system, request_id=request_id)
        self.needs_number = needs_number


class DuplicateError(DataError):
    """The name or code is taken already."""

    kind = "duplicate"


class NotFoundError(DataError):
    """The thing asked for is not there."""


class NotSentError(IntegrationError):
    """The request never left this machine (no connection): safe to send again."""

    kind = "network"


class NoAnswerError(NotSentError):
    """A request that only reads got no usable answer: as safe to repeat as one that never left."""


class OutcomeUnknownError(IntegrationError):
    """The request may or may not have been carried out: look before sending again."""

    kind = "network"


class ChangedApiError(IntegrationError):
    """The answer does not have the published shape: stop and tell a developer, nothing is guessed.

    For a request that creates something this is also an unknown outcome: callers must look before repeating.
    """

    kind = "changed_api"


class AlteredError(ChangedApiError):
    """It was made, but stands otherwise than it was asked for; the message names what. A look-up finds it."""

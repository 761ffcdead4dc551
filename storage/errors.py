"""What can go wrong with the store itself, apart from what a transaction raises."""


class StoreUnavailableError(Exception):
    """The database could not be reached for a while. Nothing was written; the work may be done again later."""


class CommitUnknownError(StoreUnavailableError):
    """The connection was lost during COMMIT and the database could not be asked what became of it in time.

    The transaction may have been carried out. Whoever repeats the work must find out first, by its unique keys.
    """


class CopyRefusedError(Exception):
    """PostgreSQL did not take rows that were copied into it; the message is its own."""

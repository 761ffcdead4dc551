"""What the stand-ins of this test heard and answered, for the test run to hold against the published contracts."""

from dataclasses import dataclass
from itertools import islice
from typing import Any


@dataclass
class Watched:
    """One town's stand-ins, and how much of their logs was looked at already."""

    slack: Any
    office: Any
    calls: int = 0
    responses: int = 0
    exchanges: int = 0

    def new_calls(self) -> list[Any]:
        """Return the Web API calls since the last look."""
        found = self.slack.calls[self.calls :]
        self.calls += len(found)
        return list(found)

    def new_responses(self) -> list[Any]:
        """Return the bodies of acks and of response_urls since the last look."""
        found = self.slack.responses[self.responses :]
        self.responses += len(found)
        return list(found)

    def new_exchanges(self) -> list[Any]:
        """Return the accounting system's exchanges since the last look."""
        if self.office is None:
            return []
        found = list(islice(self.office.exchanges, self.exchanges, None))
        self.exchanges += len(found)
        return found


WATCHED: list[Watched] = []


def watch(slack: Any, office: Any) -> None:
    """Have a pair of stand-ins looked at after this test; no office where no contract of it is published."""
    WATCHED.append(Watched(slack, office))

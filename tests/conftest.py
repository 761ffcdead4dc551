"""For the whole run: a town as a fixture, and what every test sent held against the published contracts.

Every Slack call, ack body and response_url body, and every exchange with freee's stand-in that a town made is checked
when its test ends; what the contract does not allow fails that test. The counts stand at the end of the run.
"""

import gc
import logging
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import structlog

from tests import postgres, traffic
from tests.books import CAPABILITIES, SYSTEMS
from tests.contract.freee_contract import shared_contract
from tests.contract.slack_contract import shared_slack_contract
from tests.town import Town, town

NO_STORE = "no store"
WAITING = ("tests/e2e", "tests/reliability", "tests/sandbox/slack/test_page", "tests/bot/test_move", "tests/storage")
LONG = ("tests/usecases", "tests/bot", "tests/sandbox")
Counts = dict[str, int]
COUNTS: dict[str, Counter[str]] = {
    name: Counter()
    for name in ("stores", "slack", "slack not checked", "freee requests", "freee answers", "violations")
}


# How long an example takes says more of the machine's other work than of the code.
hypothesis.settings.register_profile("seikyu", deadline=None)
hypothesis.settings.load_profile("seikyu")


@pytest.fixture
async def t(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Town]:
    """The bot among the stand-ins; `@pytest.mark.town(policy=…, …)` gives the arguments of `tests.town.town`.

    Under `@pytest.mark.both_systems` once with each accounting system. What a system cannot do is asked of its
    capabilities: `@pytest.mark.only_if(lambda can: can.cancels, "why")` skips with those words.
    """
    marks = [mark.kwargs for mark in request.node.iter_markers("town")]
    changes: dict[str, Any] = {}
    for mark in reversed(marks):
        changes |= mark
    if hasattr(request, "param"):
        changes["accounting"] = request.param
    for wanted in request.node.iter_markers("only_if"):
        able, why = wanted.args
        if not able(CAPABILITIES[changes.get("accounting", "freee")]):
            pytest.skip(why)
    async with town(tmp_path, **changes) as place:
        yield place


@pytest.fixture(autouse=True)
def _plain_logs() -> Iterator[None]:
    """Log through the standard library, which pytest shows for a failed test; structlog's own way is slow and long.

    A test that sets the logs up as a process does leaves nothing of it behind.
    """
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.format_exc_info,
            structlog.processors.KeyValueRenderer(key_order=["event"]),
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(30),
        cache_logger_on_first_use=False,
    )
    yield
    root.handlers[:], root.level = handlers, level


def pytest_configure(config: pytest.Config) -> None:
    """Say what the marks mean."""
    config.addinivalue_line("markers", "town(**changes): arguments of tests.town.town for the fixture `t`")
    config.addinivalue_line("markers", "both_systems: run with every accounting system we have a stand-in of")
    config.addinivalue_line("markers", "only_if(able, why): skip, saying why, where a system is not able to")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what mostly waits for browsers and processes, then the long files; short ones fill the end."""
    items.sort(key=lambda item: (not item.nodeid.startswith(WAITING), not item.nodeid.startswith(LONG)))


def pytest_collection_finish() -> None:
    """Let the collector of garbage pass over what stays until the end: modules, schemas, collected tests."""
    gc.collect()
    gc.freeze()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what is marked `both_systems` once per accounting system."""
    if "t" in metafunc.fixturenames and metafunc.definition.get_closest_marker("both_systems"):
        metafunc.parametrize("t", SYSTEMS, indirect=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Iterator[None]:
    """Hold what a passing test sent against the contracts, as part of the test."""
    yield
    _hold()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown() -> Iterator[None]:
    """Hold what was sent while the test was cleaned up, then forget its stand-ins."""
    try:
        yield
        _hold()
    finally:
        traffic.WATCHED.clear()
        COUNTS["stores"][" and ".join(sorted(postgres.used)) or NO_STORE] += 1
        postgres.used.clear()


def _hold() -> None:
    slack, freee = shared_slack_contract(), shared_contract()
    wrong: list[str] = []
    for watched in traffic.WATCHED:
        calls, responses, exchanges = watched.new_calls(), watched.new_responses(), watched.new_exchanges()
        if slack is not None:
            wrong += [*slack.check_calls(calls), *slack.check_responses(responses)]
        if freee is not None:
            wrong += freee.check_exchanges(exchanges)
    if wrong:
        COUNTS["violations"]["found"] += len(wrong)
        pytest.fail("not as published:\n" + "\n".join(wrong), pytrace=False)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Gather the counts of this process; a worker of xdist hands them to the one that prints."""
    slack, freee = shared_slack_contract(), shared_contract()
    if slack is not None:
        COUNTS["slack"] += slack.checked
        COUNTS["slack not checked"] += slack.unchecked
    if freee is not None:
        for (method, template), number in freee.requests.items():
            COUNTS["freee requests"][f"{method} {template}"] += number
        for (method, template, status), number in freee.responses.items():
            COUNTS["freee answers"][f"{method} {template} {status}"] += number
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["contract"] = {name: dict(counter) for name, counter in COUNTS.items()}


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Add up what a worker of xdist counted."""
    counted: dict[str, Counts] = getattr(node, "workeroutput", {}).get("contract", {})
    for name, counts in counted.items():
        COUNTS[name].update(counts)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print the counts, or which contract was not there."""
    line = terminalreporter.write_line
    terminalreporter.section("tests by what they store in")
    line(f"the chosen store is {postgres.chosen_store()}; SEIKYU_TEST_STORE=sqlite or postgresql chooses")
    _table(line, COUNTS["stores"])
    terminalreporter.section("held against the published contracts")
    violations = sum(COUNTS["violations"].values())
    if shared_slack_contract() is None:
        line("Slack: not checked. Set SEIKYU_CONTRACT to a checker of Slack's published types.")
    else:
        line(f"Slack: {sum(COUNTS['slack'].values())} calls and answers, of these")
        _table(line, COUNTS["slack"])
        if COUNTS["slack not checked"]:
            line("  not in the published types, so not checked:")
            _table(line, COUNTS["slack not checked"])
    if shared_contract() is None:
        line("freee: not checked. Set SEIKYU_SPECS to a directory with freee's published files.")
    else:
        requests, answers = COUNTS["freee requests"], COUNTS["freee answers"]
        line(f"freee: {sum(requests.values())} requests, {sum(answers.values())} answers, of these answers")
        _table(line, answers)
    line(f"violations: {violations}")


def _table(line: Any, counts: Counter[str]) -> None:
    for name, number in sorted(counts.items()):
        line(f"  {number:7,}  {name}")

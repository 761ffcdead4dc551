"""Small checks from which Block Kit's rules are put together; each writes what is wrong, with a JSON pointer."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

Check = Callable[[Any, str, list[str]], None]


def complain(found: list[str], path: str, message: str) -> None:
    found.append(f"[ERROR] {message} [json-pointer:{path}]")


def string(most: int | None = None, least: int = 0) -> Check:
    def check(value: Any, path: str, found: list[str]) -> None:
        if not isinstance(value, str):
            complain(found, path, "must be a string")
        elif len(value) < least:
            complain(found, path, f"must be more than {least - 1} characters")
        elif most is not None and len(value) > most:
            complain(found, path, f"must be less than {most + 1} characters")

    return check


def boolean(value: Any, path: str, found: list[str]) -> None:
    if not isinstance(value, bool):
        complain(found, path, "must be a boolean")


def integer(least: int | None = None, most: int | None = None) -> Check:
    def check(value: Any, path: str, found: list[str]) -> None:
        if isinstance(value, bool) or not isinstance(value, int):
            complain(found, path, "must be an integer")
        elif (least is not None and value < least) or (most is not None and value > most):
            complain(found, path, f"must be between {least} and {most}")

    return check


def one_of(*allowed: Any) -> Check:
    def check(value: Any, path: str, found: list[str]) -> None:
        if value not in allowed:
            complain(found, path, f"must be one of {', '.join(map(str, allowed))}")

    return check


def matching(pattern: Callable[[str], Any], what: str) -> Check:
    def check(value: Any, path: str, found: list[str]) -> None:
        if not isinstance(value, str) or not pattern(value):
            complain(found, path, f"must be {what}")

    return check


def listing(item: Check, least: int = 0, most: int | None = None) -> Check:
    def check(value: Any, path: str, found: list[str]) -> None:
        if not isinstance(value, list):
            complain(found, path, "must be an array")
            return
        if len(value) < least:
            complain(found, path, f"no less than {least} items allowed")
        if most is not None and len(value) > most:
            complain(found, path, f"no more than {most} items allowed")
        for index, child in enumerate(value):
            item(child, f"{path}/{index}", found)

    return check


def both(*checks: Check) -> Check:
    def check(value: Any, path: str, found: list[str]) -> None:
        for one in checks:
            one(value, path, found)

    return check


def anything(value: Any, path: str, found: list[str]) -> None:
    """Accepts whatever stands there."""


def shape(
    required: Mapping[str, Check], optional: Mapping[str, Check] | None = None, also: Check | None = None
) -> Check:
    """An object with these properties and no other: an unknown one makes Slack refuse the whole message."""
    known = {**required, **(optional or {})}

    def check(value: Any, path: str, found: list[str]) -> None:
        if not isinstance(value, dict):
            complain(found, path, "must be an object")
            return
        for name in required:
            if name not in value:
                complain(found, path, f"missing required field: {name}")
        for name, child in value.items():
            if name in known:
                known[name](child, f"{path}/{name}", found)
            else:
                complain(found, path, f"invalid additional property: {name}")
        if also is not None:
            also(value, path, found)

    return check


def by_type(kinds: Mapping[str, Check], what: str) -> Check:
    """An object whose `type` says which rules hold."""

    def check(value: Any, path: str, found: list[str]) -> None:
        if not isinstance(value, dict):
            complain(found, path, "must be an object")
        elif value.get("type") not in kinds:
            complain(found, f"{path}/type", f"unsupported {what}: {value.get('type')}")
        else:
            kinds[value["type"]](value, path, found)

    return check


def exactly_one(*names: str) -> Check:
    def check(value: Any, path: str, found: list[str]) -> None:
        if sum(name in value for name in names) != 1:
            complain(found, path, f"exactly one of {', '.join(names)} is required")

    return check


def chosen(allowed: Mapping[str, Check], names: Sequence[str]) -> dict[str, Check]:
    return {name: allowed[name] for name in names}

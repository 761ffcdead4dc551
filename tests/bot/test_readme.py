"""The README says what the code does: settings, commands, pictures, Make targets."""

import re
from pathlib import Path

import pytest
from pydantic_core import PydanticUndefined

from bot.commands import _parser
from bot.settings import Settings

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
JAPANESE = (ROOT / "README.ja.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `([A-Z_]+)` \|([^|]*)\|[^|]*\|$", re.MULTILINE)


def told() -> dict[str, str]:
    return {name: default.strip().strip("`") for name, default in ROW.findall(README)}


def default_of(name: str) -> str:
    default = Settings.model_fields[name].default
    if default is PydanticUndefined:
        return "required"
    if isinstance(default, tuple):
        return ",".join(f"{part:g}" if isinstance(part, float) else str(part) for part in default)
    return "" if default is None or str(default) in ("", "**********") else str(default)


def test_the_table_names_every_setting_and_no_other() -> None:
    assert sorted(told()) == sorted(name.upper() for name in Settings.model_fields)


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_the_table_gives_the_default_of_a_setting(name: str) -> None:
    assert told().get(name.upper()) == default_of(name)


def test_every_command_is_listed() -> None:
    names = [name for action in _parser()._actions if action.choices for name in action.choices]
    assert "demo" in names
    assert [name for name in names if f"`python -m bot {name}" not in README and f"`{name}`" not in README] == []


@pytest.mark.parametrize("text", [README, JAPANESE], ids=["README.md", "README.ja.md"])
def test_every_link_and_picture_is_there_and_pictures_are_small(text: str) -> None:
    targets = [target for target in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in target]
    assert targets
    assert [target for target in targets if not (ROOT / target).is_file()] == []
    assert all((ROOT / target).stat().st_size < 300_000 for target in targets if target.endswith(".png"))


def test_every_make_target_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z][a-z-]+)", README + JAPANESE))
    assert {"demo", "test"} <= named <= targets

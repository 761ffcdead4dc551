"""What people read: every language has every text, and every text that the code asks for is there."""

import re
import string
from pathlib import Path

import pytest

from bot.texts import TABLES, Texts

BOT = Path(__file__).parents[2] / "bot"
ASKED = re.compile(r'texts\(\s*"([a-z_.]+)"')


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_language_has_the_same_texts_in_the_same_order() -> None:
    japanese, english = (list(TABLES[name]) for name in ("ja", "en"))
    assert japanese == english


@pytest.mark.parametrize("key", sorted(TABLES["ja"]))
def test_a_text_takes_the_same_values_in_every_language(key: str) -> None:
    assert placeholders(TABLES["ja"][key]) == placeholders(TABLES["en"][key])


def test_every_text_that_is_asked_for_by_name_is_there() -> None:
    asked = {
        key
        for file in BOT.rglob("*.py")
        for key in ASKED.findall(file.read_text(encoding="utf-8"))
        if file.parent.name != "texts"
    }
    assert len(asked) > 80
    assert asked <= set(TABLES["ja"])


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("key", ["modal.edit.title", "modal.order.title", "modal.reject.title", "modal.found.title"])
def test_titles_of_forms_fit_slack(key: str, language: str) -> None:
    assert len(TABLES[language][key]) <= 24


@pytest.mark.parametrize("language", ["ja", "en"])
def test_bold_words_stand_apart_so_that_slack_draws_them_bold(language: str) -> None:
    for key, text in TABLES[language].items():
        for bold in re.finditer(r"\*[^*\n]+\*", text):
            around = text[: bold.start()][-1:] + text[bold.end() :][:1]
            assert around.strip() == "", key


def test_a_reader_with_another_locale_reads_english() -> None:
    assert Texts("ja").other("fr-FR").language == "en"
    assert Texts("en").other("ja-JP").language == "ja"
    assert Texts("ja").other(None).language == "ja"
    assert Texts("de").language == "en"

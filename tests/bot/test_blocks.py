"""What stands on a card, and that Slack takes everything we draw, however bad what was typed."""

import json
from dataclasses import dataclass, replace
from typing import Any

import pytest

from bot.blocks import ids
from bot.blocks.card import card_message
from bot.services import Message
from bot.texts import Texts
from domain.order import Choice, Doubt, blockers
from sandbox.slack.block_kit import characters, check_blocks, check_view
from sandbox.slack.settings import SlackSettings
from tests.bot.gallery import BASE, CONTENT, NASTY, cards, forms, messages, unclear
from tests.contract.slack_contract import shared_slack_contract

JA = Texts("ja")


@dataclass(frozen=True)
class Posted:
    """A call as the contract's checker looks at it."""

    arguments: dict[str, Any]
    method: str = "chat.postMessage"


VIEWS = dict(cards())


def words(content: Any) -> list[str]:
    """Return every text in blocks that people see."""
    if isinstance(content, dict):
        own = [content["text"]] if isinstance(content.get("text"), str) else []
        return own + [found for value in content.values() for found in words(value)]
    return [found for value in content for found in words(value)] if isinstance(content, list) else []


def shown(message: Message) -> str:
    return "\n".join(words(message.blocks))


def buttons(message: Message) -> list[dict[str, Any]]:
    return [element for block in message.blocks if block["type"] == "actions" for element in block["elements"]]


def pressable(name: str) -> list[str]:
    return [button["action_id"].partition(":")[0] for button in buttons(card_message(JA, VIEWS[name]))]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_slack_takes_every_message_we_draw(language: str) -> None:
    contract = shared_slack_contract()
    for name, message in messages(Texts(language)):
        assert check_blocks(message.blocks) == [], name
        assert 0 < len(message.text) <= 4_000, name
        assert characters(message.blocks) <= SlackSettings().blocks_chars, name
        posted = Posted({"channel": "C0000000000", "text": message.text, "blocks": message.blocks})
        assert contract is None or not contract.check_calls([posted]), name


@pytest.mark.parametrize("language", ["ja", "en"])
def test_slack_takes_every_form_we_draw(language: str) -> None:
    for name, view in forms(Texts(language)):
        assert check_view(view) == [], name


def test_nothing_typed_becomes_a_mention_or_a_link() -> None:
    for name, message in messages(JA):
        typed = [text for text in [message.text, *words(message.blocks)] if "長い名前" in text]
        # Plain text shows everything as it is; in mrkdwn the signs are escaped.
        rich = [block for block in message.blocks if NASTY[:10] in json.dumps(mrkdwn_of(block), ensure_ascii=False)]
        assert rich == [], name
        assert not any("<!channel>" in text for text in [message.text]), name
        assert typed or "worst" not in name


def mrkdwn_of(content: Any) -> list[str]:
    if isinstance(content, dict):
        if content.get("type") == "mrkdwn":
            return [content["text"]]
        return [found for value in content.values() for found in mrkdwn_of(value)]
    return [found for value in content for found in mrkdwn_of(value)] if isinstance(content, list) else []


@pytest.mark.parametrize("name", list(VIEWS))
def test_a_card_has_at_most_one_green_button(name: str) -> None:
    styles = [button.get("style") for button in buttons(card_message(JA, VIEWS[name]))]
    assert styles.count("primary") <= 1


def test_a_clear_order_can_be_approved_edited_or_rejected() -> None:
    assert pressable("ready") == [ids.APPROVE, ids.EDIT, ids.REJECT]


def test_the_confirmation_says_to_whom_how_much_and_when() -> None:
    (approve, *_) = buttons(card_message(JA, BASE))
    assert approve["confirm"]["text"]["text"] == (
        "株式会社サンプル商事 宛て\n合計 ¥396,000（税込）\n請求日 2026-11-22（日）\n支払期限 2026-12-31（木）\n"
        "freee請求書に1通だけ作成します。お客様への送付はまだ行いません。"
    )


@pytest.mark.parametrize("name", ["asking", "duplicate", "worst"])
def test_an_open_question_leaves_no_button_to_approve(name: str) -> None:
    assert ids.APPROVE not in pressable(name)
    assert pressable(name)[-2:] == [ids.EDIT, ids.REJECT]


def test_a_question_shows_the_words_it_is_about_and_what_each_answer_means() -> None:
    message = card_message(JA, VIEWS["asking"])
    assert "クラウド保守 35万円" in shown(message)
    labels = [button["text"]["text"] for button in buttons(message)]
    assert labels[:2] == ["税抜（請求額 ¥396,000）", "税込（請求額 ¥360,000）"]


def test_answers_from_different_places_show_the_words_of_each() -> None:
    choices = tuple(
        Choice(value=value, label=label, quote=label) for value, label in ((1, "合計40万円"), (2, "総額45万円"))
    )
    content = CONTENT.model_copy(update={"doubts": {"total": Doubt(reason="どちらですか？", choices=choices)}})
    message = card_message(JA, replace(BASE, content=content, blockers=blockers(content)))
    assert "合計40万円 ← 投稿の「合計40万円」" in shown(message)  # each answer with its own words
    assert "総額45万円 ← 投稿の「総額45万円」" in shown(message)


def test_lines_at_one_rate_do_not_repeat_it_and_a_single_piece_is_not_multiplied() -> None:
    (line,) = CONTENT.lines
    single = line.model_copy(update={"quantity": line.quantity / 12})
    assert "12 × ¥30,000 ＝ ¥360,000" in shown(card_message(JA, BASE))
    message = card_message(JA, replace(BASE, content=CONTENT.model_copy(update={"lines": (single,)})))
    assert "クラウド保守サービス　¥30,000" in shown(message)
    assert "× ¥30,000" not in shown(message)
    reduced = line.model_copy(update={"tax_percent": 8, "reduced": True})
    mixed = card_message(JA, replace(BASE, content=CONTENT.model_copy(update={"lines": (line, reduced)})))
    assert f"¥360,000（{reduced.rate.label}）" in shown(mixed)


def test_the_result_says_what_is_left_to_do() -> None:
    made = shown(card_message(JA, VIEWS["made"]))
    assert "次にすること" in made
    assert "1. freee請求書で取引を登録する" in made
    assert "2. freee請求書で内容を確認し、お客様へ送付する" in made
    assert "次にすること" not in shown(card_message(JA, VIEWS["paid"]))


def test_buttons_vanish_while_the_invoice_is_being_made() -> None:
    assert pressable("working") == pressable("queued") == pressable("unknown") == []


def test_a_person_who_is_asked_can_say_found_create_or_give_up() -> None:
    assert pressable("human") == [ids.OUTCOME_FOUND, ids.OUTCOME_RETRY, ids.OUTCOME_GIVE_UP]


def test_a_closed_card_is_short() -> None:
    assert len(card_message(JA, VIEWS["rejected"]).blocks) <= 5
    assert len(card_message(JA, VIEWS["withdrawn"]).blocks) <= 4


def test_a_deal_with_tax_included_prices_says_so() -> None:
    content = unclear(CONTENT).model_copy(update={"tax_entry": "in", "doubts": {}})
    message = card_message(JA, replace(BASE, content=content, blockers=blockers(content)))
    assert "（単価は税込）" in shown(message)
    assert "¥360,000" in message.text

"""Buttons, selects, commands, shortcuts and modals, as the app meets them and as people see its answers."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from starlette.responses import JSONResponse, Response

from sandbox.slack import NotThereError
from tests.sandbox.slack.conftest import Json, Scene


def text(words: str, kind: str = "plain_text") -> Json:
    return {"type": kind, "text": words}


def option(value: str) -> Json:
    return {"text": text(f"{value}の名前"), "value": value}


BUTTON: Json = {
    "type": "button",
    "action_id": "create",
    "text": text("請求書を作成"),
    "value": "deal-1",
    "style": "primary",
}
SELECT: Json = {"type": "static_select", "action_id": "partner", "options": [option("a"), option("b")]}
CARD: list[Json] = [{"type": "actions", "block_id": "row", "elements": [BUTTON, SELECT]}]
INPUT: Json = {
    "type": "input",
    "block_id": "amount",
    "label": text("金額"),
    "element": {"type": "number_input", "action_id": "n", "is_decimal_allowed": False, "min_value": "1"},
}
NOTE: Json = {
    "type": "input",
    "block_id": "note",
    "optional": True,
    "label": text("備考"),
    "element": {"type": "plain_text_input", "action_id": "t", "max_length": 10},
}
MODAL: Json = {
    "type": "modal",
    "callback_id": "edit",
    "title": text("修正"),
    "submit": text("保存"),
    "blocks": [INPUT, NOTE],
}
HOME: Json = {"type": "home", "blocks": [{"type": "actions", "block_id": "row", "elements": [BUTTON]}]}


async def open_modal(scene: Scene, view: Any = MODAL) -> str:
    """The salesperson uses the shortcut, the app opens a modal."""
    await scene.slack.shortcut(scene.sales, "new_order")
    trigger = scene.listener.heard[-1].payload["trigger_id"]
    return str((await scene.client.views_open(trigger_id=trigger, view=view))["view"]["id"])


async def test_a_click_brings_everything_the_app_needs(scene: Scene) -> None:
    ts = await scene.card(CARD)
    delivery = await scene.slack.click(scene.accountant, scene.orders, ts, "create")
    payload = scene.listener.heard[-1].payload
    assert delivery.ok
    assert payload["type"] == "block_actions"
    assert payload["user"]["id"] == scene.accountant
    assert payload["container"]["message_ts"] == payload["message"]["ts"] == ts
    action = payload["actions"][0]
    assert (action["action_id"], action["block_id"], action["value"]) == ("create", "row", "deal-1")
    assert payload["state"]["values"]["row"]["partner"]["selected_option"] is None
    assert payload["response_url"].startswith(scene.url)


async def test_a_choice_is_kept_per_person_and_sent_with_the_next_click(scene: Scene) -> None:
    ts = await scene.card(CARD)
    await scene.slack.select(scene.accountant, scene.orders, ts, "partner", "b")
    assert scene.listener.heard[-1].payload["actions"][0]["selected_option"]["value"] == "b"
    for who, chosen in ((scene.accountant, "b"), (scene.sales, None)):
        await scene.slack.click(who, scene.orders, ts, "create")
        held = scene.listener.heard[-1].payload["state"]["values"]["row"]["partner"]["selected_option"]
        assert (held and held["value"]) == chosen


async def test_nobody_can_press_what_is_not_there(scene: Scene) -> None:
    ts = await scene.card(CARD)
    with pytest.raises(NotThereError, match="create"):
        await scene.slack.click(scene.accountant, scene.orders, ts, "delete")
    with pytest.raises(NotThereError):
        await scene.slack.select(scene.accountant, scene.orders, ts, "partner", "c")


async def test_a_button_of_the_message_as_it_was_before_is_not_pressed_and_the_person_is_told(scene: Scene) -> None:
    rows = [{key: value for key, value in block.items() if key != "block_id"} for block in CARD]
    ts = await scene.card(rows)
    before = scene.slack.state.message(scene.orders, ts).blocks[0]["block_id"]
    await scene.client.chat_update(channel=scene.orders, ts=ts, text="受注", blocks=rows)
    heard = len(scene.listener.heard)
    with pytest.raises(NotThereError, match="メッセージが更新されました"):
        await scene.slack.click(scene.sales, scene.orders, ts, "create", block_id=before)
    assert len(scene.listener.heard) == heard


async def test_a_failed_interaction_is_not_repeated_and_the_person_is_warned(scene: Scene) -> None:
    ts = await scene.card(CARD)
    heard = len(scene.listener.heard)
    scene.listener.answer = lambda _: Response(status_code=500)
    delivery = await scene.slack.click(scene.accountant, scene.orders, ts, "create")
    scene.clock.advance(600)
    await scene.slack.settle()
    assert (delivery.status, len(scene.listener.heard)) == (500, heard + 1)
    assert scene.slack.warnings[-1].user == scene.accountant


async def test_a_response_url_works_five_times_in_thirty_minutes(scene: Scene) -> None:
    ts = await scene.card(CARD)
    await scene.slack.click(scene.accountant, scene.orders, ts, "create")
    url = scene.listener.heard[-1].payload["response_url"]
    assert (await scene.http.post(url, json={"replace_original": True, "text": "処理中"})).status_code == 200
    assert scene.slack.thread(scene.orders, ts)[0].text == "処理中"
    for _ in range(4):
        assert (await scene.http.post(url, json={"text": "あなただけに"})).status_code == 200
    assert [m.text for m in scene.slack.ephemerals(scene.accountant)] == ["あなただけに"] * 4
    answer = await scene.http.post(url, json={"text": "六回目"})
    assert (answer.status_code, answer.json()["error"]) == (404, "used_url")


async def test_a_response_url_expires_and_refuses_bad_blocks(scene: Scene) -> None:
    ts = await scene.card(CARD)
    await scene.slack.click(scene.accountant, scene.orders, ts, "create")
    url = scene.listener.heard[-1].payload["response_url"]
    bad = await scene.http.post(url, json={"text": "x", "blocks": [{"type": "section"}]})
    assert bad.json()["error"] == "invalid_blocks"
    scene.clock.advance(1801)
    assert (await scene.http.post(url, json={"text": "遅い"})).json()["error"] == "expired_url"
    assert scene.slack.responses[-1].refused == "expired_url"


async def test_a_response_goes_into_a_thread_only_the_documented_way(scene: Scene) -> None:
    ts = await scene.card(CARD)
    await scene.slack.click(scene.accountant, scene.orders, ts, "create")
    url = scene.listener.heard[-1].payload["response_url"]
    body = {"response_type": "in_channel", "thread_ts": ts, "text": "返信"}
    await scene.http.post(url, json=body)
    assert len(scene.slack.thread(scene.orders, ts)) == 1
    await scene.http.post(url, json={**body, "replace_original": False})
    assert [m.text for m in scene.slack.thread(scene.orders, ts)][1:] == ["返信"]


async def test_a_command_is_a_form_and_its_ack_may_be_the_answer(scene: Scene) -> None:
    scene.listener.answer = lambda _: JSONResponse({"text": "未入金はありません"})
    await scene.slack.command(scene.sales, scene.orders, "/unpaid", "青空商事")
    form = scene.listener.heard[-1].payload
    assert (form["command"], form["text"], form["channel_name"]) == ("/unpaid", "青空商事", "受注報告")
    assert [m.text for m in scene.slack.ephemerals(scene.sales)] == ["未入金はありません"]
    assert scene.slack.messages(scene.orders) == []
    with pytest.raises(NotThereError, match="有効なコマンド"):
        await scene.slack.command(scene.sales, scene.orders, "/nothing")


async def test_a_command_without_an_answer_says_why(scene: Scene) -> None:
    scene.listener.answer = lambda _: Response(status_code=404)
    await scene.slack.command(scene.sales, scene.orders, "/unpaid")
    assert "dispatch_failed" in scene.slack.warnings[-1].text
    scene.listener.answer = lambda _: JSONResponse({"blocks": [{"type": "nope"}]})
    await scene.slack.command(scene.sales, scene.orders, "/unpaid")
    assert "invalid_blocks" in scene.slack.warnings[-1].text


async def test_a_message_shortcut_carries_the_message(scene: Scene) -> None:
    ts = await scene.slack.post_message(scene.sales, scene.orders, "受注 10万円")
    await scene.slack.message_shortcut(scene.accountant, "read_order", scene.orders, ts)
    payload = scene.listener.heard[-1].payload
    assert (payload["type"], payload["message"]["text"]) == ("message_action", "受注 10万円")
    assert payload["channel"] == {"id": scene.orders, "name": "受注報告"}


async def test_a_trigger_opens_one_view_within_three_seconds(scene: Scene) -> None:
    await open_modal(scene)
    used = scene.listener.heard[-1].payload["trigger_id"]
    with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
        await scene.client.views_open(trigger_id=used, view=MODAL)
    await scene.slack.shortcut(scene.sales, "new_order")
    scene.clock.advance(3.1)
    with pytest.raises(SlackApiError, match="expired_trigger_id"):
        await scene.client.views_open(trigger_id=scene.listener.heard[-1].payload["trigger_id"], view=MODAL)
    with pytest.raises(SlackApiError, match="invalid_trigger_id"):
        await scene.client.views_open(trigger_id="1.2.3", view=MODAL)


async def test_a_submission_carries_the_values_and_closes_the_modal(scene: Scene) -> None:
    view = await open_modal(scene, {**MODAL, "private_metadata": "deal-1"})
    await scene.slack.submit_view(scene.sales, view, {"amount": "1000", "note": {"t": "急ぎ"}})
    sent = scene.listener.heard[-1].payload
    assert sent["type"] == "view_submission"
    assert (sent["view"]["callback_id"], sent["view"]["private_metadata"]) == ("edit", "deal-1")
    assert sent["view"]["state"]["values"] == {
        "amount": {"n": {"type": "number_input", "value": "1000"}},
        "note": {"t": {"type": "plain_text_input", "value": "急ぎ"}},
    }
    assert scene.slack.views_open_for(scene.sales) == []


@pytest.mark.parametrize("values", [{}, {"amount": "0"}, {"amount": "1.5"}, {"amount": "あ"}, {"note": "あ" * 11}])
async def test_slack_itself_refuses_what_the_inputs_forbid(scene: Scene, values: Json) -> None:
    view = await open_modal(scene)
    heard = len(scene.listener.heard)
    with pytest.raises(ValueError):
        await scene.slack.submit_view(scene.sales, view, values)
    assert len(scene.listener.heard) == heard


async def test_errors_stay_in_the_modal_until_it_is_sent_again(scene: Scene) -> None:
    view = await open_modal(scene)
    scene.listener.answer = lambda _: JSONResponse({"response_action": "errors", "errors": {"amount": "高すぎます"}})
    await scene.slack.submit_view(scene.sales, view, {"amount": "1000"})
    assert scene.slack.views_open_for(scene.sales)[0].errors == {"amount": "高すぎます"}
    scene.listener.answer = lambda _: JSONResponse({"response_action": "errors", "errors": {"nothing": "?"}})
    await scene.slack.submit_view(scene.sales, view)
    assert scene.slack.views_open_for(scene.sales)[0].problem
    scene.listener.answer = lambda _: Response()
    await scene.slack.submit_view(scene.sales, view)
    assert scene.slack.views_open_for(scene.sales) == []


async def test_modals_stack_three_deep_and_clear_together(scene: Scene) -> None:
    await open_modal(scene)
    for depth in (2, 3):
        top = scene.slack.views_open_for(scene.sales)[-1]
        scene.listener.answer = lambda _: JSONResponse({"response_action": "push", "view": MODAL})
        await scene.slack.submit_view(scene.sales, top.id, {"amount": "1"})
        assert len(scene.slack.views_open_for(scene.sales)) == depth
    bottom, middle, top = scene.slack.views_open_for(scene.sales)
    assert (top.root_view_id, top.previous_view_id) == (bottom.id, middle.id)
    await scene.slack.submit_view(scene.sales, top.id, {"amount": "1"})
    assert "push_limit_reached" in scene.slack.warnings[-1].text
    scene.listener.answer = lambda _: JSONResponse({"response_action": "clear"})
    await scene.slack.submit_view(scene.sales, top.id, {"amount": "1"})
    assert scene.slack.views_open_for(scene.sales) == []


async def test_a_view_is_updated_only_by_who_knows_its_latest_state(scene: Scene) -> None:
    view = await open_modal(scene)
    first = scene.slack.views_open_for(scene.sales)[0].hash
    await scene.slack.fill_view(scene.sales, view, {"amount": "5"})
    await scene.client.views_update(view_id=view, hash=first, view={**MODAL, "title": text("新しい題")})
    row = scene.slack.views_open_for(scene.sales)[0]
    assert row.body["title"]["text"] == "新しい題"
    assert row.values["amount"]["n"]["value"] == "5"
    with pytest.raises(SlackApiError, match="hash_conflict"):
        await scene.client.views_update(view_id=view, hash=first, view=MODAL)


async def test_closing_is_told_when_the_app_asked(scene: Scene) -> None:
    view = await open_modal(scene, {**MODAL, "notify_on_close": True})
    await scene.slack.close_view(scene.sales, view)
    assert scene.listener.heard[-1].payload["type"] == "view_closed"


async def test_the_home_tab_is_published_per_person(scene: Scene) -> None:
    assert await scene.slack.open_home(scene.sales) is None
    assert scene.listener.heard[-1].event["tab"] == "home"
    await scene.client.views_publish(user_id=scene.sales, view=HOME)
    home = await scene.slack.open_home(scene.sales)
    assert home is not None
    await scene.slack.click_view(scene.sales, home.id, "create")
    payload = scene.listener.heard[-1].payload
    assert payload["container"] == {"type": "view", "view_id": home.id}
    assert payload["view"]["type"] == "home"
    with pytest.raises(NotThereError):
        await scene.slack.click_view(scene.accountant, home.id, "create")


async def test_an_external_select_asks_the_app_for_its_options(scene: Scene) -> None:
    ts = await scene.card(
        [{"type": "actions", "elements": [{"type": "external_select", "action_id": "partner", "min_query_length": 1}]}]
    )
    scene.listener.answer = lambda heard: JSONResponse({"options": [option("青空"), option("青山")]})
    found = await scene.slack.suggest(scene.sales, "青", "partner", channel=scene.orders, ts=ts)
    assert [row["value"] for row in found] == ["青空", "青山"]
    assert scene.listener.heard[-1].payload["value"] == "青"
    await scene.slack.select(scene.sales, scene.orders, ts, "partner", "青山")
    assert scene.listener.heard[-1].payload["actions"][0]["selected_option"]["value"] == "青山"


async def test_an_ephemeral_message_is_seen_by_one_and_stays_out_of_history(scene: Scene) -> None:
    answer = await scene.client.chat_postEphemeral(
        channel=scene.orders, user=scene.sales, text="あなただけ", blocks=CARD
    )
    history = await scene.client.conversations_history(channel=scene.orders)
    assert history["messages"] == []
    with pytest.raises(NotThereError):
        await scene.slack.click(scene.accountant, scene.orders, answer["message_ts"], "create")
    await scene.slack.click(scene.sales, scene.orders, answer["message_ts"], "create")
    payload = scene.listener.heard[-1].payload
    assert payload["container"]["is_ephemeral"] is True
    assert "message" not in payload
    await scene.http.post(payload["response_url"], json={"delete_original": True})
    assert scene.slack.ephemerals(scene.sales) == []

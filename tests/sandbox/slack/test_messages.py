"""People and the app write in channels; the app hears of it as Slack tells it."""

import hashlib
import hmac
import time

import pytest
from slack_sdk.errors import SlackApiError

from sandbox.slack import NotThereError
from tests.sandbox.slack.conftest import Scene


async def test_a_message_reaches_the_app_signed_and_wrapped(scene: Scene) -> None:
    ts = await scene.slack.post_message(scene.sales, "#受注報告", "受注 A&B株式会社 10万円")
    heard = scene.listener.heard[0]
    stamp = heard.headers["x-slack-request-timestamp"]
    key = scene.settings.signing_secret.encode()
    expected = "v0=" + hmac.new(key, f"v0:{stamp}:".encode() + heard.body, hashlib.sha256).hexdigest()
    assert heard.headers["x-slack-signature"] == expected
    assert abs(time.time() - int(stamp)) < 5
    assert heard.payload["type"] == "event_callback"
    assert heard.payload["event_id"].startswith("Ev")
    assert heard.payload["authorizations"][0]["user_id"] == scene.settings.bot_user_id
    event = heard.event
    assert (event["text"], event["ts"], event["channel"]) == ("受注 A&amp;B株式会社 10万円", ts, scene.orders)
    assert (event["channel_type"], event["team"]) == ("channel", scene.settings.team_id)


async def test_typed_text_is_encoded_as_slack_does(scene: Scene) -> None:
    text = "🎉 https://example.com/a?b=1&c=2 担当は a@example.co.jp、<@U1> さん (example.co.jp)"
    ts = await scene.slack.post_message(scene.sales, scene.orders, text)
    assert scene.slack.thread(scene.orders, ts)[0].text == (
        ":tada: <https://example.com/a?b=1&amp;c=2> 担当は <mailto:a@example.co.jp|a@example.co.jp>、<@U1> さん "
        "(<http://example.co.jp|example.co.jp>)"
    )


async def test_edits_and_deletions_tell_what_stood_before(scene: Scene) -> None:
    ts = await scene.slack.post_message(scene.sales, scene.orders, "受注 10万円")
    await scene.slack.edit_message(scene.sales, scene.orders, ts, "受注 12万円")
    await scene.slack.delete_message(scene.sales, scene.orders, ts)
    changed, deleted = scene.listener.events("message_changed")[0], scene.listener.events("message_deleted")[0]
    assert changed["message"]["text"] == "受注 12万円"
    assert changed["message"]["edited"]["user"] == scene.sales
    assert (changed["previous_message"]["text"], changed["previous_message"]["ts"]) == ("受注 10万円", ts)
    assert (deleted["deleted_ts"], deleted["previous_message"]["text"]) == (ts, "受注 12万円")
    assert scene.slack.messages(scene.orders) == []


async def test_a_parent_with_replies_leaves_a_tombstone(scene: Scene) -> None:
    ts = await scene.slack.post_message(scene.sales, scene.orders, "受注")
    await scene.client.chat_postMessage(channel=scene.orders, text="読みました", thread_ts=ts)
    await scene.slack.delete_message(scene.sales, scene.orders, ts)
    await scene.slack.settle()
    assert scene.listener.events("message_changed")[0]["message"]["subtype"] == "tombstone"


async def test_replies_files_and_workflow_bots(scene: Scene) -> None:
    ts = await scene.slack.post_message(scene.sales, scene.orders, "受注")
    await scene.slack.post_message(scene.accountant, scene.orders, "確認します", thread_ts=ts)
    await scene.slack.share_file(scene.sales, scene.orders, "注文書.pdf", b"%PDF-1.7", "注文書です")
    await scene.slack.post_as_bot(scene.orders, "会社名: 青空商事")
    reply = scene.listener.events()[1]
    assert (reply["thread_ts"], reply["parent_user_id"]) == (ts, scene.sales)
    shared = scene.listener.events("file_share")[0]
    link = shared["files"][0]["url_private_download"]
    bot = scene.listener.events("bot_message")[0]
    assert bot["bot_id"] == "B0WORKFLOW"
    assert "user" not in bot
    # A private file needs the token; without it Slack shows a sign-in page and calls that 200.
    token = {"authorization": f"Bearer {scene.settings.bot_token}"}
    assert (await scene.http.get(link, headers=token)).content == b"%PDF-1.7"
    assert "Sign in" in (await scene.http.get(link, follow_redirects=True)).text


async def test_guests_and_newcomers_are_told_apart(scene: Scene) -> None:
    guest = await scene.slack.add_user("guest", team_id="T0ELSEWHERE")
    await scene.slack.join(guest, scene.orders)
    await scene.slack.post_message(guest, scene.orders, "受注")
    await scene.slack.settle()
    said = next(h for h in scene.listener.heard if h.event.get("text") == "受注")
    assert (said.event["user_team"], said.payload["is_ext_shared_channel"]) == ("T0ELSEWHERE", True)
    assert scene.listener.events("channel_join")
    assert any(h.event["type"] == "member_joined_channel" for h in scene.listener.heard)


async def test_only_what_the_app_subscribed_to_where_it_is_a_member(scene: Scene) -> None:
    elsewhere = await scene.slack.add_channel("雑談", with_app=False)
    await scene.slack.post_message(scene.sales, elsewhere, "お昼は何にしますか")
    scene.settings.bot_events = frozenset({"app_home_opened"})
    await scene.slack.post_message(scene.sales, scene.orders, "受注")
    assert scene.listener.heard == []


async def test_the_app_posts_updates_and_deletes_its_own_messages_only(scene: Scene) -> None:
    theirs = await scene.slack.post_message(scene.sales, scene.orders, "受注")
    mine = (await scene.client.chat_postMessage(channel="#受注報告", text="はい"))["ts"]
    await scene.client.chat_update(channel=scene.orders, ts=mine, text="いいえ")
    assert scene.slack.thread(scene.orders, mine)[0].text == "いいえ"
    with pytest.raises(SlackApiError, match="cant_update_message"):
        await scene.client.chat_update(channel=scene.orders, ts=theirs, text="だめ")
    with pytest.raises(SlackApiError, match="cant_delete_message"):
        await scene.client.chat_delete(channel=scene.orders, ts=theirs)
    with pytest.raises(SlackApiError, match="channel_not_found"):
        await scene.client.chat_update(channel="#受注報告", ts=mine, text="名前では更新できない")
    with pytest.raises(NotThereError):
        await scene.slack.edit_message(scene.accountant, scene.orders, theirs, "人の発言")


async def test_an_update_with_text_alone_removes_the_blocks(scene: Scene) -> None:
    ts = await scene.card([{"type": "section", "text": {"type": "mrkdwn", "text": "*受注*"}}])
    await scene.client.chat_update(channel=scene.orders, ts=ts, text="受注")
    assert scene.slack.thread(scene.orders, ts)[0].blocks == []


async def test_metadata_is_read_back_only_when_asked_for(scene: Scene) -> None:
    metadata = {"event_type": "seikyu_card", "event_payload": {"outbox": "1"}}
    await scene.client.chat_postMessage(channel=scene.orders, text="カード", metadata=metadata)
    plain = await scene.client.conversations_history(channel=scene.orders)
    asked = await scene.client.conversations_history(channel=scene.orders, include_all_metadata=True)
    assert "metadata" not in plain["messages"][0]
    assert asked["messages"][0]["metadata"] == metadata
    with pytest.raises(SlackApiError, match="invalid_metadata_format"):
        await scene.client.chat_postMessage(channel=scene.orders, text="カード", metadata={"event_type": "x"})


async def test_history_pages_backwards_and_threads_forwards(scene: Scene) -> None:
    stamps = [await scene.slack.post_message(scene.sales, scene.orders, f"受注 {n}") for n in range(5)]
    for n in range(3):
        await scene.slack.post_message(scene.accountant, scene.orders, f"返信 {n}", thread_ts=stamps[0])
    first = await scene.client.conversations_history(channel=scene.orders, limit=2)
    second = await scene.client.conversations_history(
        channel=scene.orders, limit=2, cursor=first["response_metadata"]["next_cursor"]
    )
    assert [m["ts"] for m in [*first["messages"], *second["messages"]]] == stamps[:0:-1]
    late = await scene.client.conversations_history(channel=scene.orders, oldest=stamps[3])
    assert [m["ts"] for m in late["messages"]] == [stamps[4]]
    late = await scene.client.conversations_history(channel=scene.orders, oldest=stamps[3], inclusive=True)
    assert [m["ts"] for m in late["messages"]] == [stamps[4], stamps[3]]
    thread = await scene.client.conversations_replies(channel=scene.orders, ts=stamps[0])
    assert [m["text"] for m in thread["messages"]] == ["受注 0", "返信 0", "返信 1", "返信 2"]
    assert thread["messages"][0]["reply_count"] == 3


async def test_the_slow_lane_of_history(scene: Scene) -> None:
    scene.settings.slow_history = True
    for n in range(20):
        await scene.slack.post_message(scene.sales, scene.orders, f"受注 {n}")
    assert len((await scene.client.conversations_history(channel=scene.orders, limit=100))["messages"]) == 15
    with pytest.raises(SlackApiError) as refused:
        await scene.client.conversations_history(channel=scene.orders)
    assert refused.value.response.status_code == 429
    assert refused.value.response.headers["Retry-After"] == "60"
    scene.clock.advance(60)
    await scene.client.conversations_history(channel=scene.orders)


async def test_one_message_a_second_after_a_burst(scene: Scene) -> None:
    for n in range(4):
        await scene.client.chat_postMessage(channel=scene.orders, text=f"{n}")
    with pytest.raises(SlackApiError) as refused:
        await scene.client.chat_postMessage(channel=scene.orders, text="5")
    assert refused.value.response.status_code == 429
    assert refused.value.response["error"] == "ratelimited"
    scene.clock.advance(1)
    await scene.client.chat_postMessage(channel=scene.orders, text="5")


async def test_tiers_count_by_the_minute(scene: Scene) -> None:
    scene.settings.tier_per_minute[2] = 2
    await scene.client.users_list()
    await scene.client.users_list()
    with pytest.raises(SlackApiError, match="ratelimited"):
        await scene.client.users_list()
    await scene.client.users_info(user=scene.sales)  # another method is not touched
    scene.clock.advance(60)
    await scene.client.users_list()


async def test_a_long_text_is_cut_into_several_messages(scene: Scene) -> None:
    await scene.client.chat_postMessage(channel=scene.orders, text="あ" * 4_100)
    assert [len(m.text) for m in scene.slack.messages(scene.orders)] == [4_000, 100]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"channel": "C404", "text": "x"}, "channel_not_found"),
        ({"text": "x"}, "invalid_arguments"),
        ({}, "invalid_arguments"),
        ({"channel": "#受注報告"}, "no_text"),
        ({"channel": "#受注報告", "blocks": "[oops"}, "invalid_blocks_format"),
        ({"channel": "#受注報告", "text": "x", "thread_ts": "1"}, "invalid_arguments"),
        ({"channel": "#受注報告", "text": "x", "thread_ts": "1700000000.000001"}, "cannot_reply_to_message"),
    ],
)
async def test_refused_posts(scene: Scene, arguments: dict[str, str], error: str) -> None:
    with pytest.raises(SlackApiError, match=error):
        await scene.client.api_call("chat.postMessage", json=arguments)
    assert scene.slack.calls[-1].answer["error"] == error


async def test_tokens_scopes_and_unknown_methods(scene: Scene) -> None:
    async def error(method: str, **headers: str) -> str:
        answer = await scene.http.post(f"{scene.url}/api/{method}", headers=headers)
        assert answer.status_code == 200
        return str(answer.json()["error"])

    assert await error("auth.test") == "not_authed"
    assert await error("auth.test", authorization="Bearer xoxb-wrong") == "invalid_auth"
    bearer = f"Bearer {scene.settings.bot_token}"
    assert await error("nothing.here", authorization=bearer) == "unknown_method"
    assert (
        await error("chat.postMessage", authorization=f"Bearer {scene.settings.app_token}") == "not_allowed_token_type"
    )
    scene.settings.bot_scopes = frozenset({"commands"})
    assert await error("chat.postMessage", authorization=bearer) == "missing_scope"


async def test_arguments_may_come_as_json_form_or_query(scene: Scene) -> None:
    token = {"authorization": f"Bearer {scene.settings.bot_token}"}
    url, arguments = f"{scene.url}/api/chat.postMessage", {"channel": scene.orders, "text": "x"}
    for answer in (
        await scene.http.post(url, headers=token, json=arguments),
        await scene.http.post(url, headers=token, data=arguments),
        await scene.http.post(url, headers=token, params=arguments),
    ):
        assert answer.json()["ok"]
    assert [m.text for m in scene.slack.messages(scene.orders)] == ["x", "x", "x"]


async def test_people_groups_and_channels_can_be_looked_up(scene: Scene) -> None:
    group = await scene.slack.add_usergroup("keiri", [scene.accountant])
    user = (await scene.client.users_info(user=scene.sales, include_locale=True))["user"]
    assert (user["real_name"], user["locale"], user["profile"]["email"]) == ("田中 太郎", "ja-JP", "tanaka@example.com")
    assert (await scene.client.usergroups_users_list(usergroup=group))["users"] == [scene.accountant]
    assert [g["handle"] for g in (await scene.client.usergroups_list())["usergroups"]] == ["keiri"]
    assert (await scene.client.conversations_info(channel=scene.orders))["channel"]["name"] == "受注報告"
    dm = (await scene.client.conversations_open(users=scene.sales))["channel"]["id"]
    assert (await scene.client.chat_postMessage(channel=scene.sales, text="こんにちは"))["channel"] == dm
    auth = await scene.client.auth_test()
    assert (auth["user_id"], auth["bot_id"]) == (scene.settings.bot_user_id, scene.settings.bot_id)


async def test_files_go_up_in_three_steps(scene: Scene) -> None:
    await scene.client.files_upload_v2(
        channel=scene.orders, filename="台帳.csv", content="番号,金額\n1,1000\n", initial_comment="今月分です"
    )
    message = scene.slack.messages(scene.orders)[0]
    file = scene.slack.state.files[message.files[0]]
    assert (message.text, file.name, file.content.decode()) == ("今月分です", "台帳.csv", "番号,金額\n1,1000\n")


async def test_what_the_client_never_hears_may_still_have_been_done(scene: Scene) -> None:
    scene.faults.add("POST /api/chat.postMessage", "lost_after")
    with pytest.raises(Exception, match=r"disconnected|reset"):
        await scene.client.chat_postMessage(channel=scene.orders, text="届いたか分からない")
    assert len(scene.slack.messages(scene.orders)) == 1

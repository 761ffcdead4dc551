"""A demo keeps its messages over a restart."""

from pathlib import Path

from sandbox.clock import Clock
from sandbox.serving import running
from sandbox.slack import SlackSettings, SlackWorkspace, create_app
from sandbox.slack.demo import ACCOUNTANT, ORDERS, SALES, furnish


async def test_what_stood_in_the_workspace_stands_there_again(tmp_path: Path) -> None:
    settings = SlackSettings(state_file=tmp_path / "slack.json")
    app = create_app(settings, Clock())
    slack: SlackWorkspace = app.state.workspace
    async with running(app):
        await furnish(slack)
        ts = await slack.post_message(SALES, ORDERS, "受注")
        await slack.post_message(ACCOUNTANT, ORDERS, "確認します", thread_ts=ts)
        await slack.share_file(SALES, ORDERS, "注文書.pdf", b"\x00\xff")

    again: SlackWorkspace = create_app(settings, Clock()).state.workspace
    await furnish(again)  # adds nobody twice
    assert [m.text for m in again.thread(ORDERS, ts)] == ["受注", "確認します"]
    assert [file.content for file in again.state.files.values()] == [b"\x00\xff"]
    assert len(again.state.users) == len(slack.state.users)
    later = await again.post_message(SALES, ORDERS, "次の受注")
    assert later > ts
    assert await again.add_channel("新しい部屋") not in slack.state.channels

"""`python -m sandbox`: Slack and freee played on this machine, for a demo or a rehearsal."""

import argparse
import asyncio
import contextlib
import signal
from pathlib import Path

from starlette.applications import Starlette

from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.freee import FreeeSettings, demo_data
from sandbox.freee import create_app as create_freee
from sandbox.serving import running
from sandbox.slack import SlackSettings
from sandbox.slack import create_app as create_slack
from sandbox.slack.demo import EXAMPLE, furnish


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port-base", type=int, default=8800)
    parser.add_argument("--request-url", help="where the app takes Slack's events, for example …/slack/events")
    parser.add_argument("--socket-mode", action="store_true", help="bring everything over WebSockets instead")
    parser.add_argument("--manifest", type=Path, help="the app's manifest.json: scopes, events, commands, shortcuts")
    parser.add_argument("--state", type=Path, help="a directory in which the stand-ins keep what happened")
    return parser.parse_args()


def _freee(clock: Clock, faults: Faults, state: Path | None) -> Starlette:
    """freee with a few partners and invoices in it."""
    app = create_freee(FreeeSettings(state_file=state / "freee.sqlite" if state else None), clock, faults)
    demo_data.seed(app.state.office, app.state.office.today())
    return app


async def main() -> None:
    arguments = _arguments()
    clock, faults = Clock(), Faults()
    if arguments.state:
        arguments.state.mkdir(parents=True, exist_ok=True)
    slack_port, freee_port = arguments.port_base, arguments.port_base + 1
    freee = _freee(clock, faults, arguments.state)
    settings = SlackSettings(
        request_url=arguments.request_url,
        socket_mode=arguments.socket_mode,
        state_file=arguments.state / "slack.json" if arguments.state else None,
        example_message=EXAMPLE,
        links=[("freee（代役）", f"http://{arguments.host}:{freee_port}/")],
    )
    if arguments.manifest:
        settings.load_manifest(arguments.manifest)
    slack = create_slack(settings, clock, faults)
    await furnish(slack.state.workspace)
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    async with contextlib.AsyncExitStack() as stack:
        url = await stack.enter_async_context(running(slack, host=arguments.host, port=slack_port))
        print(f"Slack の代役: {url}/  （Web API: {url}/api/、Bot トークン: {settings.bot_token}）")
        url = await stack.enter_async_context(running(freee, host=arguments.host, port=freee_port))
        print(f"freee の代役: {url}/")
        await stop.wait()


if __name__ == "__main__":
    asyncio.run(main())

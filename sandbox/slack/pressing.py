"""People press buttons, choose in selects, type slash commands and pick shortcuts."""

from typing import Any

from sandbox.slack import answers, block_kit, inputs, modals, response_urls, shapes
from sandbox.slack.composer import typed
from sandbox.slack.screen import Screen
from sandbox.slack.state import Channel, Delivery, Json, Message, NotThereError, View

_PASSED_ON = ("text", "value", "style", "placeholder", "initial_option", "initial_date", "url")


class Pressing(Screen):
    async def click(
        self, user: str, channel: str, ts: str, action_id: str, value: str | None = None, block_id: str | None = None
    ) -> Delivery:
        """Press a button of a message (and confirm, where it asks)."""
        message = self._seen(user, channel, ts)
        block, element = inputs.find(message.blocks, action_id, block_id, value)
        return await self._act_on_message(user, message, block, element, {})

    async def select(
        self, user: str, channel: str, ts: str, action_id: str, value: Any, block_id: str | None = None
    ) -> Delivery:
        """Choose in a select, overflow, date picker, radio or check boxes of a message.

        `value` is the option's value or text, an id, a date, or a list of them.
        """
        message = self._seen(user, channel, ts)
        block, element = inputs.find(message.blocks, action_id, block_id, None)
        loaded = await self._loaded(user, element, block, value, message)
        held = inputs.held(element, value, loaded)
        if element["type"] != "overflow":
            values = message.inputs.setdefault(user, inputs.initial_values(message.blocks))
            values[block["block_id"]][action_id] = held
        return await self._act_on_message(user, message, block, element, held)

    async def fill(
        self, user: str, channel: str, ts: str, action_id: str, value: Any, block_id: str | None = None
    ) -> None:
        """Fill in an input of a message; it goes to the app with the state of the next click."""
        message = self._seen(user, channel, ts)
        block, element = inputs.find(message.blocks, action_id, block_id, None)
        values = message.inputs.setdefault(user, inputs.initial_values(message.blocks))
        values[block["block_id"]][action_id] = inputs.held(element, value)
        self._core.state.changed()

    async def suggest(
        self, user: str, query: str, action_id: str, *, view_id: str = "", channel: str = "", ts: str = ""
    ) -> list[Json]:
        """The options an external select offers for what the person typed, in a view or in a message."""
        owner = self._on_screen(user, view_id) if view_id else self._seen(user, channel, ts)
        blocks = owner.body["blocks"] if isinstance(owner, View) else owner.blocks
        block, element = inputs.find(blocks, action_id, None, None)
        return await self._options(user, element, block, query, owner)

    async def command(self, user: str, channel: str, command: str, text: str = "") -> Delivery:
        """Type a slash command in a channel (in threads Slack has none)."""
        core = self._core
        where, who = self._joined(user, channel), core.state.user(user)
        if command not in [row.name for row in core.settings.commands]:
            raise NotThereError(f"{command} は有効なコマンドではありません。")
        url = response_urls.new(core, "commands", user, where.id)
        form: Json = {
            "token": core.settings.verification_token,
            "team_id": core.settings.team_id,
            "team_domain": core.settings.team_domain,
            "channel_id": where.id,
            "channel_name": _channel_of(where)["name"],
            "user_id": user,
            "user_name": who.name,
            "command": command,
            "text": typed(text),
            "api_app_id": core.settings.app_id,
            "is_enterprise_install": "false",
            "response_url": url,
            "trigger_id": modals.new_trigger(core, user, channel=where.id),
        }
        delivery = await core.courier.once("slash_commands", form)
        answers.after_command(core, command, delivery, core.state.response_urls[url.rpartition("/")[2]])
        return delivery

    async def shortcut(self, user: str, callback_id: str) -> Delivery:
        """Choose a global shortcut from the ⚡ menu."""
        self._offered(callback_id, "global")
        payload = self._interaction("shortcut", user)
        payload |= {"callback_id": callback_id, "action_ts": self._core.state.new_ts()}
        payload["trigger_id"] = modals.new_trigger(self._core, user)
        return await self._interact(payload, user, callback_id)

    async def message_shortcut(self, user: str, callback_id: str, channel: str, ts: str) -> Delivery:
        """Choose a message shortcut from a message's ⋯ menu."""
        self._offered(callback_id, "message")
        message = self._seen(user, channel, ts)
        where = self._core.state.channel(message.channel)
        payload = self._interaction("message_action", user)
        payload |= {"callback_id": callback_id, "action_ts": self._core.state.new_ts()}
        payload["trigger_id"] = modals.new_trigger(self._core, user, channel=where.id)
        payload["response_url"] = response_urls.new(self._core, "actions", user, where.id, message.ts)
        payload |= {"channel": _channel_of(where), "message_ts": message.ts, "message": self._shape(message)}
        return await self._interact(payload, user, callback_id)

    # -- how the payloads are put together

    def _interaction(self, kind: str, user: str) -> Json:
        return shapes.interaction(kind, self._core.state.user(user), self._core.settings)

    def _actions_payload(
        self, user: str, block: Json, element: Json, held: Json, *, view_id: str | None, channel: str
    ) -> Json:
        payload = self._interaction("block_actions", user)
        payload["trigger_id"] = modals.new_trigger(self._core, user, view_id=view_id, channel=channel)
        action: Json = {"type": element["type"], "action_id": element["action_id"], "block_id": block["block_id"]}
        action |= {name: element[name] for name in _PASSED_ON if name in element}
        payload["actions"] = [{**action, **held, "action_ts": self._core.state.new_ts()}]
        return payload

    async def _act_on_message(self, user: str, message: Message, block: Json, element: Json, held: Json) -> Delivery:
        where = self._core.state.channel(message.channel)
        payload = self._actions_payload(user, block, element, held, view_id=None, channel=where.id)
        container: Json = {"type": "message", "message_ts": message.ts, "channel_id": where.id}
        container["is_ephemeral"] = message.only_for is not None
        if message.thread_ts:
            container["thread_ts"] = message.thread_ts
        payload |= {"container": container, "channel": _channel_of(where)}
        if message.only_for is None:  # the content of an ephemeral message is not sent along
            payload["message"] = self._shape(message)
        payload["state"] = {"values": message.inputs.get(user, inputs.initial_values(message.blocks))}
        payload["response_url"] = response_urls.new(self._core, "actions", user, where.id, message.ts)
        return await self._interact(payload, user, f"message {message.ts}")

    async def _interact(self, payload: Json, user: str, where: str) -> Delivery:
        delivery = await self._core.courier.once("interactive", payload)
        answers.after_interaction(self._core, payload["type"], delivery, user, where)
        return delivery

    async def _loaded(
        self, user: str, element: Json, block: Json, chosen: Any, owner: View | Message
    ) -> list[Json] | None:
        """The options of an external select among which `chosen` is looked for."""
        if "external_select" not in element["type"] or chosen in (None, "", []):
            return None
        found: list[Json] = []
        for one in chosen if isinstance(chosen, list) else [chosen]:
            if isinstance(one, dict):
                found.append(one)
            else:
                found += await self._options(user, element, block, str(one), owner)
        return found

    async def _options(self, user: str, element: Json, block: Json, query: str, owner: View | Message) -> list[Json]:
        core = self._core
        payload = self._interaction("block_suggestion", user)
        payload |= {"action_id": element["action_id"], "block_id": block["block_id"], "value": query}
        if isinstance(owner, View):
            payload |= {"container": {"type": "view", "view_id": owner.id}, "view": shapes.view(owner, core.settings)}
        else:
            where = core.state.channel(owner.channel)
            payload["container"] = {"type": "message", "message_ts": owner.ts, "channel_id": where.id}
            payload |= {"channel": _channel_of(where), "message": self._shape(owner)}
        delivery = await core.courier.once("options", payload)
        answer = answers.record(core, "block_suggestion", delivery)
        if answer is None or not delivery.ok or block_kit.check_options(answer.body):
            if answer is not None:
                answer.refused = "; ".join(block_kit.check_options(answer.body)) or delivery.error
            core.state.warn(user, element["action_id"], "候補を読み込めませんでした。")
            return []
        return inputs.options_of(answer.body)

    def _shape(self, message: Message) -> Json:
        return shapes.message(message, self._core.state, self._core.settings, self._core.base_url())


def _channel_of(where: Channel) -> Json:
    """A channel as interactions name it: private ones keep their name to themselves."""
    name = "directmessage" if where.is_im else "privategroup" if where.is_private else where.name
    return {"id": where.id, "name": name}

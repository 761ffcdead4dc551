"""People fill in modals and use the App Home."""

from typing import Any

from sandbox.slack import answers, inputs, modals, posting, shapes
from sandbox.slack.pressing import Pressing
from sandbox.slack.state import Delivery, Json, NotThereError, View


class Filling(Pressing):
    async def click_view(
        self, user: str, view_id: str, action_id: str, value: Any = None, block_id: str | None = None
    ) -> Delivery:
        """Press or choose something in a modal or in App Home."""
        row = self._on_screen(user, view_id)
        text = value if isinstance(value, str) else None
        block, element = inputs.find(row.body["blocks"], action_id, block_id, text)
        held: Json = {}
        if element["type"] in inputs.VALUE_KEY:
            loaded = await self._loaded(user, element, block, value, row)
            held = inputs.held(element, value, loaded)
            if element["type"] != "overflow":
                row.values[block["block_id"]][action_id] = held
        payload = self._actions_payload(user, block, element, held, view_id=row.id, channel=row.channel)
        payload["container"] = {"type": "view", "view_id": row.id}
        payload["view"] = shapes.view(row, self._core.settings)
        return await self._interact(payload, user, f"view {row.id}")

    async def fill_view(self, user: str, view_id: str, values: Json) -> None:
        """Fill in inputs of a modal; `values` as for submit_view. What asks for dispatch_action is sent."""
        row = self._on_screen(user, view_id)
        for block, element, chosen in _named(row, values):
            await self._fill_in(user, row, block, element, chosen)
            row.errors.pop(block["block_id"], None)
            if block.get("dispatch_action"):
                await self.click_view(user, view_id, element["action_id"], chosen, block["block_id"])
        self._core.state.changed()

    async def submit_view(self, user: str, view_id: str, values: Json | None = None) -> Delivery:
        """Fill in and submit a modal; `values` is {block_id: value} or {block_id: {action_id: value}}.

        Raises ValueError, without asking the app, where Slack's own client refuses: a required input left empty, a
        text too long, a number out of range.
        """
        row = self._on_screen(user, view_id)
        for block, element, chosen in _named(row, values or {}):
            await self._fill_in(user, row, block, element, chosen)
        missing = [block["block_id"] for block in row.body["blocks"] if _is_missing(block, row.values)]
        if missing:
            raise ValueError(f"必須項目です: {', '.join(missing)}")
        row.errors, row.problem = {}, None
        payload = self._interaction("view_submission", user)
        payload["trigger_id"] = modals.new_trigger(self._core, user, view_id=row.id, channel=row.channel)
        payload |= {"view": shapes.view(row, self._core.settings), "response_urls": []}
        delivery = await self._core.courier.once("interactive", payload)
        answers.after_submission(self._core, row, delivery)
        return delivery

    async def close_view(self, user: str, view_id: str) -> None:
        """Close a modal with its ✕; the app hears of it if it asked to (notify_on_close)."""
        row = self._on_screen(user, view_id)
        cleared = bool(row.body.get("clear_on_close"))
        if cleared:
            closing = modals.close_all(self._core, user)
        else:
            closing = [row]
            modals.pop(self._core, row)
        for gone in closing:
            if gone.body.get("notify_on_close"):
                payload = self._interaction("view_closed", user)
                payload |= {"view": shapes.view(gone, self._core.settings), "is_cleared": cleared}
                await self._core.courier.once("interactive", payload)

    async def open_home(self, user: str) -> View | None:
        """Open the app's Home tab; returns what the app has published for this person by then."""
        where = self._core.state.direct_message(user, self._core.settings.bot_user_id)
        event: Json = {"type": "app_home_opened", "user": user, "channel": where.id, "tab": "home"}
        event["event_ts"] = self._core.state.new_ts()
        known = self._core.state.homes.get(user)
        if known is not None:
            event["view"] = shapes.view(self._core.state.views[known], self._core.settings)
        await posting.tell(self._core, event)
        return self.home(user)

    def home(self, user: str) -> View | None:
        known = self._core.state.homes.get(user)
        return self._core.state.views[known] if known else None

    async def _fill_in(self, user: str, row: View, block: Json, element: Json, chosen: Any) -> None:
        loaded = await self._loaded(user, element, block, chosen, row)
        row.values[block["block_id"]][element["action_id"]] = inputs.held(element, chosen, loaded)


def _is_missing(block: Json, values: Json) -> bool:
    if block["type"] != "input" or block.get("optional"):
        return False
    return inputs.is_empty(values[block["block_id"]][block["element"]["action_id"]])


def _named(row: View, values: Json) -> list[tuple[Json, Json, Any]]:
    """(block, element, chosen) for what the caller names by block_id, or by block_id and action_id."""
    named = []
    blocks = {block["block_id"]: block for block in row.body["blocks"]}
    for block_id, given in values.items():
        if block_id not in blocks:
            raise NotThereError(f"no block {block_id!r} in this view; there is {list(blocks)}")
        elements = {element["action_id"]: element for element in inputs.elements_of(blocks[block_id])}
        by_action = isinstance(given, dict) and set(given) <= set(elements)
        chosen = given if by_action else {next(iter(elements)): given}
        named += [(blocks[block_id], elements[action_id], value) for action_id, value in chosen.items()]
    return named

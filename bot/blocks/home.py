"""App Home: what waits, what is unpaid, and where to start."""

from bot.blocks import ids
from bot.blocks.parts import Block, actions, button, header, money, section
from bot.texts import Texts


def home_view(texts: Texts, *, waiting: int, unpaid: tuple[int, int], overdue: tuple[int, int]) -> Block:
    """Return the home tab; pairs are (count, yen)."""
    return {
        "type": "home",
        "blocks": [
            header(texts("home.title")),
            section(texts("home.waiting", count=waiting)),
            section(texts("home.unpaid", count=unpaid[0], total=money(unpaid[1]))),
            section(texts("home.overdue", count=overdue[0], total=money(overdue[1]))),
            actions([button(texts("home.new"), ids.HOME_NEW, style="primary")]),
            section(texts("home.help")),
        ],
    }

"""`link-partners`: after a move, what was linked by name, and which former partners a person has to look at."""

from typing import TextIO

from bot.bootstrap import build
from bot.settings import Settings
from bot.usecases.link_partners import link_partners


async def run_link_partners(settings: Settings, out: TextIO) -> int:
    """Link and print; return 1 if there is no former system. Partners are those of the last sync."""
    parts = build(settings)
    try:
        former = parts.services.former
        if former is None:
            out.write("前の会計システムがありません。ACCOUNTING_BEFORE を設定してください\n")
            return 1
        links = await parts.database.transact(link_partners, parts.services, former.name)
    finally:
        await parts.close()
    out.write(f"結び付けた取引先: {len(links.linked)} 件\n")
    for name in links.open:
        out.write(f"－ {name}\n    → 次の受注のカードで選ぶと覚えます\n")
    return 0

"""/alias: what clicks taught — which written name means which partner, who said so and when — and taking it back."""

from datetime import datetime

from sqlmodel import Session

from bot.blocks.aliases import PAGE_ROWS, aliases_message
from bot.blocks.views import AliasRow
from bot.clock import tokyo_day
from bot.services import Message, Services
from bot.texts import Texts
from storage.repositories import evidence, partners


def list_aliases(session: Session, services: Services, texts: Texts, *, text: str, offset: int) -> Message:
    """Return one page, the newest first; `text` is part of a written name or of a partner's."""
    text = text.strip()
    count = partners.count_aliases(session, services.accounting.name, text)
    offset = min(offset, max(0, (count - 1) // PAGE_ROWS * PAGE_ROWS))  # the last of a page was taken back
    found = partners.aliases_page(session, services.accounting.name, text, limit=PAGE_ROWS, offset=offset)
    rows = [
        AliasRow(
            alias_id=alias.id or 0,
            partner_id=alias.partner_id,
            written=alias.written,
            partner=name or "",
            by=alias.confirmed_by,
            on=tokyo_day(alias.created_at),
        )
        for alias, name in found
    ]
    return aliases_message(texts, rows, count=count, offset=offset, text=text)


def forget_alias(
    session: Session, services: Services, *, alias_id: int, partner_id: str, user: str, now: datetime
) -> bool:
    """Take a spelling back; False if it is gone or means another partner by now. Waiting cards stay as they are."""
    alias = partners.alias(session, alias_id)
    if alias is None or alias.partner_id != partner_id:
        return False
    partners.forget_alias(session, alias.key, now=now)
    detail = {"written": alias.written, "partner_id": alias.partner_id, "confirmed_by": alias.confirmed_by}
    evidence.append(session, at=now, actor=user, kind="alias_forgotten", detail=detail)
    return True

"""Tell the alerts channel of a failure, once, with a button that runs the work again."""

from datetime import datetime

from sqlmodel import Session

from bot.blocks.alert import alert_message
from bot.failures import Alert
from bot.services import Services
from bot.usecases.post_message import enqueue_post
from domain.money import yen
from storage.models import Deal


def raise_alert(
    session: Session, *, services: Services, alert: Alert, now: datetime, job_id: int | None = None
) -> None:
    """Ask for the alert to be posted; the same failure (by its key) is told once a day."""
    channel = services.policy.channels.alerts
    if not channel:
        return
    deal = session.get(Deal, alert.deal_id) if alert.deal_id else None
    message = alert_message(
        services.texts,
        alert,
        which=_which(deal),
        link=services.reconnect_url,
        job_id=job_id,
        system=alert.system or services.accounting.label,
    )
    enqueue_post(session, key=f"alert:{alert.key}:{now:%Y%m%d}", channel=channel, message=message, now=now)


def _which(deal: Deal | None) -> str:
    if deal is None:
        return ""
    total = f" {yen(deal.total)}" if deal.total is not None else ""
    return f"{deal.partner_label or ''}{total}（{deal.order_date or deal.created_at.date()}）"

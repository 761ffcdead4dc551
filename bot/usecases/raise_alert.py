"""Tell the alerts channel of a failure, once, with a button that runs the work again; the gravest by e-mail, too."""

from datetime import datetime

from sqlmodel import Session

from bot.blocks.alert import alert_mail, alert_message
from bot.failures import Alert
from bot.services import Services
from bot.usecases.mail_alert import request_mail
from bot.usecases.post_message import enqueue_post
from domain.money import yen
from storage.models import Deal


def raise_alert(
    session: Session, *, services: Services, alert: Alert, now: datetime, job_id: int | None = None
) -> None:
    """Ask for the alert to be posted; the same failure (by its key) is told once a day."""
    deal = session.get(Deal, alert.deal_id) if alert.deal_id else None
    which, system = _which(deal), alert.system or services.accounting.label
    key = f"alert:{alert.key}:{now:%Y%m%d}"
    subject, body = alert_mail(services.texts, alert, which=which, link=services.reconnect_url, system=system)
    request_mail(session, services=services, alert=alert, key=key, subject=subject, body=body, now=now)
    channel = services.policy.channels.alerts
    if channel:
        message = alert_message(
            services.texts, alert, which=which, link=services.reconnect_url, job_id=job_id, system=system
        )
        enqueue_post(session, key=key, channel=channel, message=message, now=now)


def _which(deal: Deal | None) -> str:
    if deal is None:
        return ""
    total = f" {yen(deal.total)}" if deal.total is not None else ""
    return f"{deal.partner_label or ''}{total}（{deal.order_date or deal.created_at.date()}）"

"""Which billing rule and terms hold for a partner: config.toml first, then the accounting system, then the default."""

from collections.abc import Callable

from sqlmodel import Session

from bot.policy import PartnerRule, Policy
from bot.services import Services
from domain.order import Choice, DealContent, Doubt
from domain.partner_name import partner_key
from domain.proposal import Rules
from domain.terms import HolidayShift, terms_from_json
from storage.models import Partner
from storage.repositories import partners


def rules_lookup(session: Session, policy: Policy, provider: str) -> Callable[[str | None], Rules]:
    """Return partner id -> rules, reading the partner in this transaction."""

    def lookup(partner_id: str | None) -> Rules:
        partner = partners.find(session, provider, partner_id) if partner_id else None
        return rules_for(policy, partner)

    return lookup


def rules_for(policy: Policy, partner: Partner | None) -> Rules:
    """Return the rules of a partner, or the defaults if it is not known yet."""
    billing = policy.billing
    own, shift = _own_rule(policy, partner), billing.holiday_shift
    if own and own.terms:
        terms, source = terms_from_json(own.terms), "取引先ごとの設定"
    elif partner and partner.terms:
        stored = dict(partner.terms)
        shift = HolidayShift(stored.pop("shift", shift))
        terms, source = terms_from_json(stored), "会計システムの取引先設定"
    else:
        terms, source = billing.payment_terms, "標準の支払条件"
    return Rules(
        rule=(own.rule if own else None) or billing.rule,
        closing_day=(own.closing_day if own else None) or billing.closing_day,
        terms=terms,
        terms_from=source,
        shift=shift,
    )


def _own_rule(policy: Policy, partner: Partner | None) -> PartnerRule | None:
    if partner is None:
        return None
    return next((rule for rule in policy.partners if partner_key(rule.name) == partner.key), None)


def fit_to_system(session: Session, services: Services, content: DealContent) -> DealContent:
    """Return the content with questions only this accounting system asks: which department, prices without tax."""
    can = services.accounting.capabilities
    doubts = {name: doubt for name, doubt in content.doubts.items() if name != "department"}
    changes: dict[str, object] = {}
    if content.tax_entry is not None and content.tax_entry not in can.tax_entries:
        words = f"{services.accounting.label}では税込の単価で請求書を作れません。「修正」で税抜に直してください"
        doubts["tax_entry"] = Doubt(reason=words)
    if can.departments and content.partner_id:
        partner = partners.find(session, services.accounting.name, content.partner_id)
        offered = dict(partner.departments or []) if partner else {}
        if content.department_id not in offered:
            changes["department_id"] = next(iter(offered)) if len(offered) == 1 else None
        if len(offered) > 1 and content.department_id not in offered:
            choices = tuple(
                Choice(value=identity, label=name or "（部門名なし）") for identity, name in offered.items()
            )
            doubts["department"] = Doubt(reason="どの部門に宛てますか？", choices=choices)
    return content.model_copy(update={**changes, "doubts": doubts})

"""What must be true before an invoice is sent: the partner exists, the law's figures stand, nobody made it by hand."""

from sqlmodel import Session

from bot.services import Services
from bot.usecases.look_for_doubles import doubles
from bot.usecases.sync_partners import detailed_row, partner_row
from domain.order import DealContent, blockers
from domain.registration_number import check_registration_number
from integrations.accounting.base import PartnerRecord
from integrations.errors import DataError, DuplicateError
from storage.models import Deal
from storage.repositories import deals, partners


class NeedsPersonError(Exception):
    """Something only a person can decide; `words` say what, in Japanese."""

    def __init__(self, words: str) -> None:
        """Keep the words for the card."""
        super().__init__(words)
        self.words = words


async def make_partner(services: Services, deal: Deal) -> str:
    """Return the partner's id in the accounting system, creating it where a person said so.

    Names are unique there, so that a repeated creation is refused and the first one is found.
    """
    content = deals.content_of(deal)
    check_law(services, content)
    if content.partner_id:
        if services.former is not None and not await _known(services, content.partner_id):
            raise NeedsPersonError("会計システムが変わったため、取引先を選び直してください")
        return content.partner_id
    name = content.partner_name
    if not content.create_partner or not name:
        raise NeedsPersonError("取引先が決まっていません")
    found = await services.accounting.find_partner(name)
    if found is None:
        try:
            found = await services.accounting.create_partner(name)
        except DuplicateError:
            found = await services.accounting.find_partner(name)
            if found is None:  # taken by an archived partner, which lists do not show
                raise
    await services.database.transact(_remember, services, found)
    return found.external_id


async def _known(services: Services, partner_id: str) -> bool:
    return await services.database.read(partners.find, services.accounting.name, partner_id) is not None


async def choose_department(services: Services, deal: Deal, partner_id: str) -> str | None:
    """Return the partner's department as it is now, None where systems have none; a person chooses where it is open."""
    if not services.accounting.capabilities.departments:
        return None
    try:
        return await services.accounting.department(partner_id, deals.content_of(deal).department_id)
    except DataError as error:
        if "department" not in error.fields:
            raise
        record = await services.accounting.partner(partner_id)  # what the card offers is what is there now
        await services.database.transact(_remember_whole, services, record)
        raise NeedsPersonError(error.message) from error


def check_law(services: Services, content: DealContent) -> None:
    """Refuse what a qualified invoice (適格請求書) must not carry: a wrong 登録番号, a rate not in force."""
    number = services.policy.billing.registration_number
    if number and check_registration_number(number).status == "invalid":
        raise NeedsPersonError(
            "登録番号の形が正しくありません。設定（config.toml の registration_number）を直してください"
        )
    unfit = blockers(content)
    if unfit:  # the rules may have changed since the approval: a rate that ended, a longer list of doubts
        raise NeedsPersonError(next(iter(unfit.values())))


async def look_for_doubles(services: Services, deal: Deal, partner_id: str) -> None:
    """Ask before creating if an invoice without our token looks the same."""
    found = await doubles(services, deal, partner_id)
    if found:
        numbers = "、".join(row.number for row in found[:3])
        raise NeedsPersonError(
            f"{services.accounting.label}に同じ取引先・同じ金額の請求書（{numbers}）があるため、作成を止めました"
        )


def _remember(session: Session, services: Services, record: PartnerRecord) -> None:
    partners.remember(session, [partner_row(services.accounting.name, record)], now=services.clock.now())


def _remember_whole(session: Session, services: Services, record: PartnerRecord) -> None:
    now = services.clock.now()
    partners.remember(session, [detailed_row(services.accounting.name, record, now=now)], now=now)

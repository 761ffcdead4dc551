"""Whose order it is: asked wherever the post does not name one company that is known."""

from collections.abc import Callable

from domain.order import Choice, Doubt
from domain.proposal.model import PartnerMatch
from domain.proposal.quotes import line_of
from domain.reading.model import Confidence, Order

Others = Callable[[str], PartnerMatch]  # another name in the post -> what the partners say of it


def partner_question(order: Order, text: str, match: PartnerMatch, others: Others) -> Doubt | None:
    """Return what is to be asked about the partner, None if the post names one that is known."""
    names = {str(candidate.value) for candidate in order.candidates.get("partner_name", ())}
    unsure = order.confidence.get("partner_name") is Confidence.ASK and order.partner_name is not None
    if unsure and (match.partner is not None or len(names) > 1):
        return _which_company(order, text, match, others)
    if match.partner is not None:
        return None
    return partner_doubt(order.partner_name, match, quote=line_of(text, order.evidence.get("partner_name")))


def partner_doubt(name: str | None, match: PartnerMatch, *, quote: str = "") -> Doubt:
    """Return the question that a written name leaves open; `quote` is where it stands."""
    if not name:
        return Doubt(reason="取引先を読み取れませんでした。「修正」で選んでください")
    choices = tuple(Choice(value=partner.id, label=partner.name, quote=quote) for partner in match.suggestions)
    if choices:
        return Doubt(reason=f"「{name}」はどの取引先ですか？", choices=choices)
    return Doubt(reason=f"「{name}」は取引先の一覧にありません")


def _which_company(order: Order, text: str, match: PartnerMatch, others: Others) -> Doubt:
    """Return the question which of the companies in a post is the one to be invoiced, each with where it stands."""
    choices: dict[str, Choice] = {}
    if match.partner is not None:
        quote = line_of(text, order.evidence.get("partner_name"))
        choices[match.partner.id] = Choice(value=match.partner.id, label=match.partner.name, quote=quote)
    for candidate in order.candidates.get("partner_name", ()):
        found, quote = others(str(candidate.value)), line_of(text, candidate.evidence)
        for partner in [found.partner] if found.partner is not None else found.suggestions[:2]:
            choices[partner.id] = Choice(value=partner.id, label=partner.name, quote=quote)
    reason = order.reasons.get("partner_name") or "会社名かどうかはっきりしません"
    return Doubt(reason=f"請求先はどの会社ですか？（{reason}）", choices=tuple(choices.values()))

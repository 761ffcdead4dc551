"""Why a match is proposed, in the accountant's words."""

from typing import assert_never

from domain.money import yen
from domain.reconciliation.amounts import Explanation
from domain.reconciliation.model import MatchKind, NameMatch


def reason(name: NameMatch, explanation: Explanation) -> str:
    """Return e.g. 「振込名義が取引先のカナと一致・金額が一致」."""
    return f"{_name(name)}・{_amount(explanation)}"


def _name(name: NameMatch) -> str:
    match name:
        case NameMatch.CONFIRMED:
            return "前に確認した振込名義"
        case NameMatch.SAME:
            return "振込名義が取引先のカナと一致"
        case NameMatch.BARE:
            return "振込名義（法人格なし）が取引先のカナと一致"
        case NameMatch.CUT:
            return "振込名義（途中まで）が取引先のカナと一致"
        case NameMatch.LOOSE:
            return "振込名義の読みは一致（法人格が違うか、同じ読みの取引先あり）"
        case NameMatch.PART:
            return "振込名義の一部が一致"
        case NameMatch.SIMILAR:
            return "振込名義が似ている"
        case NameMatch.NONE:
            return "振込名義からは不明"
        case _:
            assert_never(name)


def _amount(explanation: Explanation) -> str:
    shares = explanation.shares
    withheld, fee = sum(share.withheld for share in shares), sum(share.fee for share in shares)
    taken = "と".join(
        text for text in (f"源泉徴収 {yen(withheld)}" if withheld else "", f"手数料 {yen(fee)}" if fee else "") if text
    )
    count = f"{len(shares)}件の合計" if len(shares) > 1 else ""
    match explanation.kind:
        case MatchKind.EXACT | MatchKind.COMBINED | MatchKind.FEE | MatchKind.WITHHOLDING:
            of = count or ("請求額" if taken else "金額")
            return f"{of}から{taken}を引いた額と一致" if taken else f"{of}が一致"
        case MatchKind.PARTIAL:
            (share,), (invoice,) = shares, explanation.invoices
            return f"一部の入金（残り {yen(invoice.residual - share.paid)}）"
        case MatchKind.OVER:
            return f"{count or '請求額'}より {yen(explanation.excess)} 多い"
        case _:
            assert_never(explanation.kind)

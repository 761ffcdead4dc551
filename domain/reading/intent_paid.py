"""Money that came in for an order that is known: 手形を受領, 前受金をいただきました, 売掛 … 本日受領."""

from __future__ import annotations

from domain.lazy_regex import regex

_GOT = (
    r"[^。\n]{0,16}?(?:受領|受け取り|いただ(?:き|い)|頂(?:き|い)|"
    r"入りま|振り?込まれ|届きま|頂戴し|お預かりし|回収(?:し|でき|済))(?!予定|次第|後|待)"
)
_PAID = regex(
    r"(?:前受金|手付(?:金)?|着手金|内金|頭金|中間金|残金|残額|売掛(?:金)?|未収金?|約束手形|手形|小切手|でんさい|電子記録債権|遅延(?:金|していた代金))(?:は|を|が|も|の|、)?"
    + _GOT
    + r"|(?:約束手形|手形|小切手|でんさい|前受金|売掛(?:金)?|未収金)の?\s?(?:受領|受取|回収|入金)"
    r"(?:記録|報告|連絡|済|日|[】\])\n:]|$)|"
    r"(?m:^)[ \t・■◆●○*【-]{0,6}(?:受領額|回収額|入金額|領収額|"
    r"着金額|領収書|額面|満期(?:日)?|振出人|振出日|督促担当|消込)[】]?\s?[:|]|"
    r"(?:完済|全額回収|回収完了)(?:です|し|と|$|[。!！])|領収書(?:は|を|も)?(?:発行|お渡し|送付)(?:済|し)"
)
# 受注報告: …前受金30%を受領済み: a report that names its money too
_REPORTS = regex(
    r"受注(?!残|は[^。\n]{0,10}(?:済|計上|報告)|済|時|日|額|分|番号|No)|ご?(?:発注|注文|契約|成約)(?:書)?(?:を|が|も)?(?:いただ|頂|もら|締結|成立|届|受領|決)|決まりま|(?:契約|注文|発注)(?:日|書)"
)


def paid(body: str) -> bool:
    """Whether the post tells of money received, and reports no order besides."""
    return _PAID.search(body) is not None and not _REPORTS.search(body)

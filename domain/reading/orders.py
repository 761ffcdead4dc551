"""The orders of one message: its parts, each judged by its own words and by those around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from domain.lazy_regex import regex
from domain.partner_index import PartnerIndex
from domain.reading.accept import UNSAID, take
from domain.reading.alike_blocks import may_be_customers, opens_later_entry
from domain.reading.context import Message, scan
from domain.reading.entry_state import none_won, state_before, state_behind
from domain.reading.intent import GONE, OTHER_TOPIC, SUMMED, WHOLE, Verdict, judge
from domain.reading.intent_aside import without_known
from domain.reading.intent_other import STATE_COLUMN
from domain.reading.intent_sentence import wins
from domain.reading.model import Order, Reading
from domain.reading.plain_form import is_plain_form
from domain.reading.second_opinion import doubts, misses
from domain.reading.sections import Section, headed, prices_below_open, sections, sorted_in
from domain.reading.segments import Part, split_parts
from domain.reading.whole_post import of_itself

_SENTENCE_END = regex(r"[。\n!！]")
_CROSSED = regex(r"[\s・]*[×✕✖❌]\s?")  # in a list of ○ and ×
# 7月の受注一覧, 今週の成約リスト: a list with customer, goods and price in every entry is that many orders
_LISTED = regex(
    r"(?:受注|成約|契約|注文)(?:案件|分)?の?(?:一覧|リスト|まとめ|報告まとめ|明細)(?!表?の?(?:予定|見込))|"
    # 今月の受注、お客様ごとに; 今週いただいたご注文です: when, the deed, and nothing that it is counted by
    r"(?:[今本先][日週月]|昨日|\d{1,2}月|\d{1,2}/\d{1,2}(?:週)?|上旬|中旬|下旬)(?:[分中]|前半|後半)?(?:に|の|、)?\s?(?:いただい|頂い|入っ|もらっ|取れ|決まっ|届い)?た?\s?(?:分の)?"
    r"ご?(?:受注|成約|契約|注文|発注)(?:書|案件|分)?(?:[、,:】\]\s]|です|を|は以下|は下記|(?:は)?(?:客|お?客様|得意先|取引先|会社|顧客|案件)(?:先)?(?:ごと|別|毎))"
)
_OPEN_LIST = regex(r"予定|見込|ヨミ|内示|確度|候補|未")
_COUNTED = regex(r"(?:受注|成約|契約)\s?[:：]?\s?\d{1,2}\s?[件社]|\d{1,2}\s?[件社]の?(?:受注|成約|契約|決定)")
# 駆け込みで2件入りました over two entries; 見積依頼が2件入りました is no report
_CAME_IN = regex(
    r"(?P<n>\d{1,2}|[二三四五六])\s?(?:件|社|本|口)(?:とも|も|ほど|連続で?|続けて|一気に|まとめて)?(?:が|を|、)?\s?"
    r"(?:入[りっ]|はい[りっ]|決ま[りっ]|まとま[りっ]|取れ|獲れ|とれ|いただ[きい]|頂[きい]|頂戴し|もら[いっ]|届[きい]|来|きま|獲得|成立)"
)
_NO_ORDERS = regex(
    r"見積|問い?合わせ|引き?合い|依頼|相談|アポ|商談|クレーム|内示|ヨミ|見込|予定|資料請求|紹介|候補|返品|キャンセル|失注"
)
_SUMS_ONLY = ("集計・実績のようです", "受注の集計のようです")  # above or below a list a sum is that of its entries
_LIST = 2
_FEW_LETTERS = 30
_OPEN_HEADS = ("見込み・未確定", "自社からの")
LOST = "失注・未決の案件のようです"
MAX_ORDERS = 50  # in one message; more is an export, and nothing of it is accepted unseen


def read_message(
    text: str,
    posted_at: datetime,
    partners: PartnerIndex | None,
    own_company: Sequence[str],
    *,
    second_opinion: bool,
) -> Reading:
    """Read a message, as `domain.reading.read_orders` says."""
    message = scan(text, posted_at, partners, own_company)
    found = (message.lines, message.labels, message.partners, message.figures, message.tables)
    parts = split_parts(message.body, *found, message.text.list_numbers())
    marks = headed(sections(message.body), parts) if len(parts) > 1 else []
    around = _shared_text(message, parts[0])
    head = judge(around) if around.strip() else None
    if head is not None and (_COUNTED.search(around) or _came_in(around, len(parts))):
        head = Verdict("firm", "受注の件数が書かれています")  # 受注2件、失注1件です
    if head is not None and head.kind in ("unclear", "neutral", "other") and _is_list_of_orders(around, parts):
        head = Verdict("firm", "受注の一覧です")
    orders: list[Order] = []
    verdicts: list[Verdict] = []
    missing: tuple[str, ...] = ()
    undecided = False
    cut = len(message.text.norm) > len(message.body) or len(parts) > MAX_ORDERS
    for whole in parts[:MAX_ORDERS]:
        part, section = sorted_in(whole, marks)
        verdict = judge(message.nameless[part.start : part.end])
        if head is not None:
            line = _line_verdict(message, part)
            verdict = _of_row(message, part, _with_head(verdict, line if line and line.kind == "firm" else head))
        verdict = _by_section(message, part, section, verdict)
        verdict = _by_state(message, part, len(parts), verdict, head)
        if len(parts) == 1 and verdict.kind == "firm" and _several_in_one(message):
            verdict = replace(verdict, doubtful=True)
        verdicts.append(verdict)
        verdict = verdicts[-1] = _carried(message, parts, verdicts)
        crossed = head is not None and _CROSSED.match(message.body, part.start)
        if crossed or (verdict.kind == "no" and not verdict.hint):
            continue
        outcome = take(message, part, verdict, partners, in_list=head is not None, cut=cut)
        missing = missing or outcome.missing
        undecided = undecided or outcome.undecided
        if outcome.order:
            orders.append(outcome.order)
        elif not outcome.missing and verdict.kind != "firm":
            verdicts[-1] = replace(verdict, kind="no", reason=UNSAID if verdict.kind == "neutral" else verdict.reason)
    told = of_itself(message.nameless, wins)
    if told and not orders:
        return Reading((), "none", f"{told}のようです")
    if orders and (told or (second_opinion and _doubted(message))) and not _confirmed(message.nameless):
        return Reading((), "maybe", "受注の報告とも、そうでないとも読めます", ("won",))
    if orders:
        return Reading(tuple(orders), "order", "受注の報告です")
    quiet = "partner_name" in missing and all(verdict.reason == SUMMED for verdict in verdicts)  # 9月の受注サマリー
    if not quiet and any(verdict.kind == "firm" for verdict in verdicts):
        return Reading((), "maybe", "受注の報告のようですが、必要な項目が足りません", missing)
    if undecided:
        return Reading((), "maybe", "受注が確定したとは読み取れません", ("won",))
    if second_opinion and _holds_a_deal(message) and misses(message.nameless):
        return Reading((), "maybe", "受注の報告とも、そうでないとも読めます", ("won",))
    return Reading((), "none", verdicts[0].reason if verdicts else "本文がありません")


def _holds_a_deal(message: Message) -> bool:
    """Whether a company and a price stand there."""
    return bool(message.partners) and any(figure.kind == "money" for figure in message.figures)


def _doubted(message: Message) -> bool:
    return doubts(message.nameless) and not is_plain_form(
        message.body, message.labels, lambda heading: judge(heading).kind == "firm"
    )


def _confirmed(text: str) -> bool:
    """Whether the last line says in a few words that it is won: 受注です, what the thread answers when it is asked."""
    last = text.rstrip().rpartition("\n")[2]
    return len(last) <= _FEW_LETTERS and judge(last).kind == "firm"


def _is_list_of_orders(around: str, parts: Sequence[Part]) -> bool:
    """受注一覧 above several customers' entries; 受注予定一覧 is none."""
    return len(parts) > 1 and _LISTED.search(around) is not None and not _OPEN_LIST.search(around)


def _several_in_one(message: Message) -> bool:
    """Whether what reads as one order may hold another customer's, or goods that are not won yet."""
    body, partners = message.body, message.partners
    return may_be_customers(body, partners) or opens_later_entry(body, partners) or prices_below_open(body)


def _came_in(around: str, entries: int) -> bool:
    """Whether what stands around the entries says that as many came in, and nothing that it was else than orders."""
    if entries < _LIST or _NO_ORDERS.search(around):
        return False
    counts = [found["n"] for found in _CAME_IN.finditer(around)]
    return any(("一二三四五六".find(n) + 1 if not n.isdigit() else int(n)) == entries for n in counts)


def _carried(message: Message, parts: Sequence[Part], verdicts: Sequence[Verdict]) -> Verdict:
    """受注：A社（…）、B社（…）: what is said before the first of a line's orders holds for the next as well."""
    at = len(verdicts) - 1
    verdict = verdicts[at]
    if verdict.kind == "firm" and verdicts[0].reason == GONE and not _wins_anew(message, parts[at]):
        return verdicts[0]
    if (
        verdict.kind != "neutral"
        or at == 0
        or (
            verdicts[at - 1].reason != OTHER_TOPIC
            and re.search(r"[\n。]", message.body[parts[at - 1].start : parts[at].start])
        )
    ):
        return verdict
    before = verdicts[at - 1]
    of_its_own = before.reason.startswith(("失注", "キャンセル", "保留", "返品"))
    return verdict if of_its_own or before.kind == "neutral" else replace(before, amends=verdict.amends)


def _by_section(message: Message, part: Part, section: Section | None, verdict: Verdict) -> Verdict:
    """What a heading like 失注 or 受注 says holds for the entries below it, not what stands above the list."""
    if section is None or section.won is None:
        return verdict
    if not section.won:
        return Verdict("no", LOST)
    own = judge(message.nameless[part.start : part.end])
    return own if own.kind in ("firm", "no") and not own.hint else Verdict("firm", "受注の見出しの下にあります")


def _wins_anew(message: Message, part: Part) -> bool:
    return wins(without_known(message.nameless[part.start : part.end]))


def _by_state(message: Message, part: Part, entries: int, verdict: Verdict, head: Verdict | None) -> Verdict:
    """What an entry of a list says of its own state, in front or behind an arrow, holds for it and for no other."""
    if entries < _LIST:
        return Verdict("no", LOST) if none_won(message.body) else verdict
    entry = message.body[part.start : part.end]
    state = state_behind(entry) or state_before(entry)
    if state == "no" or (head is not None and head.reason in WHOLE):
        return Verdict("no", LOST)
    if state == "open" and any(state_behind(row) in ("won", "no") for row in message.body.split("\n")):
        return Verdict("no", LOST, hint=True)  # among entries that say what became of them it says something else
    if state == "won" and verdict.kind != "firm":
        return Verdict("firm", "受注の言葉があります")
    if head is not None and head.reason == GONE and verdict.kind == "firm" and not _wins_anew(message, part):
        return head  # キャンセル連絡です。…7/2に受注したカメラ: what it says was won is what is gone
    below_open = head is not None and head.kind == "no" and head.reason.startswith(_OPEN_HEADS)
    if below_open and state != "won" and verdict.kind == "firm":
        return replace(verdict, kind="no", hint=True)  # リーガルチェック中の案件: 基本契約 names the goods of an entry
    return verdict


def _line_verdict(message: Message, part: Part) -> Verdict | None:
    """A社から10万円、B社から20万円を受注: what the sentence says at its end holds for its beginning too."""
    stop = _SENTENCE_END.search(message.body, part.end)
    rest = message.nameless[part.end : stop.start() if stop else len(message.body)]
    return judge(message.nameless[part.start : part.end] + rest) if rest.strip() else None


def _shared_text(message: Message, part: Part) -> str:
    """What stands around the orders; above a table that is also what its columns are called."""
    pieces = [*part.shared, *([part.header] if part.header else [])]
    return "\n".join(message.nameless[a:b] for a, b in sorted(pieces))


def _with_head(verdict: Verdict, head: Verdict) -> Verdict:
    """What stands above a list holds for its entries, unless an entry says otherwise."""
    if verdict.kind in ("neutral", "unclear") and head.kind == "firm":
        return head
    sums_up = verdict.kind == "other" and verdict.reason == "集計・実績のようです"
    if sums_up and head.kind == "firm" and head.reason != SUMMED:
        return head  # 月次清掃 in an entry: what goods are called sums nothing up
    settled = head.kind == "no" and verdict.kind in ("unclear", "other")
    if settled or (verdict.kind == "neutral" and head.kind in ("no", "unclear", "other")):
        return head if head.reason not in _SUMS_ONLY else verdict
    return verdict


def _of_row(message: Message, part: Part, verdict: Verdict) -> Verdict:
    """Under a column フェーズ or 確度 a row has to say itself that it is won."""
    if part.header is None or not STATE_COLUMN.search(message.nameless, *part.header):
        return verdict
    own = judge(message.nameless[part.start : part.end])
    if own.kind in ("firm", "no"):
        return own
    return replace(
        verdict, kind="unclear" if verdict.kind == "firm" else "no", reason="段階の列があります", amends=True
    )

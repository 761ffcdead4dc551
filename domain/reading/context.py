"""A message with everything the grammars found in it, before it is cut into orders."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone

from domain.lazy_regex import regex
from domain.partner_index import PartnerIndex
from domain.reading.apart import counted_out
from domain.reading.beside import without_others
from domain.reading.dates import DateHit, days_of_months, find_dates
from domain.reading.errata import without_mistakes
from domain.reading.form_hints import without_hints
from domain.reading.labels import Label, find_labels
from domain.reading.letter_writer import addressed_in_letter, letter_writers, without_letter_writers
from domain.reading.letterheads import addressed_to_us, with_own_firm, without_contacts
from domain.reading.mail_heads import without_subjects
from domain.reading.money import Figure, find_figures
from domain.reading.noise import find_noise
from domain.reading.normalise import MENTION_CLOSE, MENTION_OPEN, Text
from domain.reading.owner_label import OwnerHit
from domain.reading.partner import find_partners
from domain.reading.partner_hit import PartnerHit
from domain.reading.partner_role import own_keys
from domain.reading.people import find_owners
from domain.reading.questionnaire import as_labels
from domain.reading.quotes import drop_quotes
from domain.reading.row_signs import with_colons
from domain.reading.scale import scaled
from domain.reading.separate import order_heads
from domain.reading.structure import BLANK, Line, Table, blank, cells_apart, find_tables, find_traps, split_lines
from domain.reading.tax import TaxNote, find_tax_notes
from domain.reading.terms import TermsHit, find_terms
from domain.reading.their_mail import addressed_in_mail, passed_on_spans, without_theirs
from domain.reading.weekdays import past_weekdays
from domain.reading.words import row_numbers, without_bullet

NAME_MARK = "\ue003"
JST = timezone(timedelta(hours=9))
MAX_READ = 12_000  # characters; Slack posts end at 40,000, orders long before
_HONORIFIC_AFTER = regex(
    r"(?:\s?/\s?[一-龥ァ-ヶー]{1,8}(?:支店|支社|営業所|工場|本社|本店))?[^\S\n]?(?:様|さま|御中|殿|さん|社)?(?:方)?(?:[^\S\n]?[一-龥ァ-ヶーA-Za-z]{0,10}(?:部|課|室|支店|支社|"
    r"営業所)(?=[\s、。のよかへとに様御/]))?(?:様|さま|"
    r"御中)?の?[^\S\n]?(?:[一-龥々]{1,4}[^\S\n]?[一-龥]{0,3}[^\S\n]?(?:様|さま|さん))?(?:からも?|よりも?|にて|には|とは|"
    r"(?<!\s)[にとのへがはで](?!ゃ))?"  # a particle stands at its word: 様 のぼり旗 begins with none
)
_MENTIONS = regex(f"{MENTION_OPEN}[^{MENTION_CLOSE}]*{MENTION_CLOSE}|@[A-Za-z][A-Za-z0-9._-]*")
_INSTALLMENTS = regex(r"(?:分割|回払い|回に分け)[^()\n]{0,6}([(][^()\n]{0,120}[)])")
_VALUES = {
    "partner", "bill_to", "end_user", "referrer", "contact", "order_date", "billing_date", "due_date", "other_date",
    "terms", "owner", "tax_basis", "trap", "note",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Message:
    """What all grammars read. Offsets are in `body`, the norm text with quotes cut out."""

    text: Text
    body: str
    words: str
    nameless: str  # the body with names of companies and goods unreadable: もし in 協同組合ともしび says nothing
    posted: date
    lines: Sequence[Line]
    labels: Sequence[Label]
    tables: Sequence[Table]
    dates: Sequence[DateHit]
    terms: Sequence[TermsHit]
    notes: Sequence[TaxNote]
    figures: Sequence[Figure]
    partners: Sequence[PartnerHit]
    owners: Sequence[OwnerHit]


def scan(raw: str, posted_at: datetime, index: PartnerIndex | None, own_company: Sequence[str]) -> Message:
    """Run every grammar over the message once."""
    text = Text(raw)
    posted = (posted_at.astimezone(JST) if posted_at.tzinfo else posted_at).date()
    body = without_others(without_mistakes(with_colons(as_labels(without_hints(drop_quotes(text.norm[:MAX_READ]))))))
    lines = split_lines(body)
    traps = find_traps(body)
    codes = [(a, b) for a, b, part in traps if not part]
    tables = find_tables(body, lines)
    labels = _with_cells(without_subjects(body, find_labels(body)), tables)
    safe = blank(body, [(a, b) for a, b, _ in traps])
    trapped = [(label.value, label.stop) for label in labels if label.kind == "trap" and label.name not in _STATES]
    terms = find_terms(safe)
    dates = find_dates(cells_apart(blank(safe, trapped + [(t.start, t.end) for t in terms]), tables), posted)
    dates = sorted([*dates, *past_weekdays(safe, posted)], key=lambda hit: hit.start)
    notes = find_tax_notes(safe)
    days = [(d.start, d.end) for d in dates if d.settled]
    partners = find_partners(body, labels, index, own_keys(own_company), blank(body, codes + days))
    if not any(hit.customer for hit in partners) and body != text.norm[:MAX_READ]:
        partners = [*partners, *_asked_about(text.norm[:MAX_READ], body, index, own_keys(own_company))]
    theirs = passed_on_spans(text.norm[:MAX_READ], body)
    partners = addressed_in_letter(body, addressed_in_mail(body, partners, theirs))
    partners = with_own_firm(body, partners, index)
    tables = [_without_customers(table, body, partners) for table in tables]
    owners = [
        owner
        for owner in without_theirs(body, _ours_alone(body, labels, partners), theirs)
        if owner.rank == 0 or not any(p.start <= owner.start < p.end for p in partners)
    ]
    partners = addressed_to_us(body, partners, owners)
    occupied = [(d.start, d.end) for d in dates if d.month or d.settled or not _is_count(body, d)]
    kept = set(occupied)
    dates = [d for d in dates if (d.start, d.end) in kept]
    occupied += [(t.start, t.end) for t in terms] + days_of_months(safe)
    shut = [(label.value, label.stop) for label in labels if label.kind in _VALUES]
    parts = [found.span(1) for found in _INSTALLMENTS.finditer(body)]
    figures = find_figures(
        blank(
            safe,
            parts
            + counted_out(body)
            + row_numbers(body)
            + occupied
            + shut
            + [(p.start, p.end) for p in partners]
            + _percent_notes(notes, body),
        )
    )
    figures = scaled(body, figures)
    spans = [(n.start, n.end) for n in notes] + [(p.start, _after_name(body, p.end)) for p in partners]
    spans += [(label.start, label.stop) for label in labels if label.kind in _VALUES]
    spans += [(label.start, label.end) for label in labels] + [
        (o.start - 3 if o.rank <= 1 else o.start, o.end + 2) for o in owners if o.sure
    ]
    spans += letter_writers(body, partners)
    spans += [o.outer for o in owners if o.sure and o.rank in (1, 3, 5)]
    spans += [found.span() for found in _MENTIONS.finditer(body)] + codes + occupied
    spans += [dated.span() for dated in (_AS_OF.match(body, d.end) for d in dates if d.settled or d.month) if dated]
    words = blank(body, spans)
    spans = [(line.start, without_bullet(body, line.start, line.end)) for line in lines]
    words = blank(words, find_noise(words) + spans + row_numbers(body) + order_heads(body))
    return Message(
        text,
        body,
        words,
        blank(
            blank(
                body, [(_name_start(body, p), p.end) for p in partners if p.rank <= 3 and not _SOMEBODY.search(p.name)]
            ).replace(BLANK, NAME_MARK),
            _goods_names(body, labels, tables),
        ),
        posted,
        lines,
        labels,
        tables,
        dates,
        terms,
        notes,
        figures,
        partners,
        owners,
    )


def _ours_alone(body: str, labels: list[Label], partners: Sequence[PartnerHit]) -> list[OwnerHit]:
    """The people without those who sign or introduce themselves beside the customer's name."""
    owners = without_contacts(body, find_owners(body, labels), partners)
    return without_letter_writers(body, owners, letter_writers(body, partners))


_STATES = ("ステータス", "フェーズ", "状況", "進捗", "status", "stage")  # 受注（8/21 契約締結）: a state since some day
_CELLS = ("partner", "bill_to", "owner", "order_date", "billing_date", "due_date", "terms", "other_date", "contact")


def _with_cells(labels: list[Label], tables: Sequence[Table]) -> list[Label]:
    """A column's name is the label of its cells."""
    cells = [
        Label(kind, cell.start, cell.start, cell.start, cell.end)
        for table in tables
        for row in table.rows
        for kind, cell in zip(table.columns, row, strict=False)
        if kind in _CELLS and cell.end > cell.start
    ]
    return sorted([*labels, *cells], key=lambda label: label.start) if cells else labels


def _without_customers(table: Table, body: str, partners: Sequence[PartnerHit]) -> Table:
    """A row of four figures may open with the customer: 有限会社… 様 台車 3台 9,000 27,000."""
    if "partner" in table.columns:
        return table
    rows = []
    for first, *others in table.rows:
        hit = next((hit for hit in partners if 0 <= hit.start - first.start <= _BULLET and hit.end < first.end), None)
        rows.append((replace(first, start=min(_after_name(body, hit.end), first.end)) if hit else first, *others))
    return replace(table, rows=tuple(rows))


_AS_OF = regex(
    r"\s?(?:[(][月火水木金土日祝・]{1,3}[)])?付け?(?:で|に|にて|の)?(?![属帯着箋録加与])"
)  # 7月1日付で…契約を締結


_BULLET = 3  # a mark and the blank behind it


_CONDITION = regex(r"(?i:if|when|once|unless|until|should)\s")


def _name_start(body: str, hit: PartnerHit) -> int:
    """If Alba K.K. signs: the condition is no part of the name."""
    found = _CONDITION.match(body, hit.start, hit.end)
    return found.end() if found else hit.start


_SOMEBODY = regex(r"(?<![A-Za-z])[A-Z]社$")  # 決まったのはB社: a company that is not named is mostly a rival
# 品名：日報アプリ, サービス：見積作成: what goods are called says nothing about being won
_GOODS_LABEL = regex(r"商|品|サービス|プラン|製品|(?i:items?|products?|services?|plan)")
_GOODS_NAME = regex(
    r"(?![^\n]*(?:[〇○◯●△□×]|サンプル|ダミー|テスト))[^\s\d()、。,/→:!！?？~]{2,24}(?=[\s\d()、。,/]|$)", re.MULTILINE
)


def _goods_names(body: str, labels: Sequence[Label], tables: Sequence[Table]) -> list[tuple[int, int]]:
    """Where goods are named by a label or in a column of that name; 件名 and 内容 may say what a post is about."""
    spans = [
        (label.value, label.stop)
        for label in labels
        if label.kind == "item" and label.strong and _GOODS_LABEL.match(label.name)
    ]
    spans += [
        (cell.start, cell.end)
        for table in tables
        for row in table.rows
        for kind, cell in zip(table.columns, row, strict=False)
        if kind == "item"
    ]
    found = [_GOODS_NAME.match(body, start, stop) for start, stop in spans]
    return [name.span() for name in found if name]


_FOR_ONE_DAY = regex(r"(?:間|あたり|当たり|につき)")
_ON_THE_DAY = regex(r"\s?(?:[(][月火水木金土日]|頃|ごろ|締|〆|以降|必着|厳守|付)")


def _is_count(body: str, hit: DateHit) -> bool:
    """10日 without a month is a date only where something is due or ordered on it."""
    around = body[max(0, hit.start - 6) : hit.start] + " " + body[hit.end : hit.end + 8]
    if _ON_THE_DAY.match(body, hit.end):
        return False
    if _FOR_ONE_DAY.match(body, hit.end):
        return True  # 受注。1日あたり150,000円
    return not re.search(r"請求|支払|払|入金|振込|受注|契約|発行|納品|発注|期日|まで|付", around)


def _asked_about(norm: str, body: str, index: PartnerIndex | None, own: frozenset[str]) -> list[PartnerHit]:
    """> X様の件どうでした？ answered by 受注しました: the quoted question says whose order it is."""
    hidden = [(at, at + 1) for at in range(min(len(norm), len(body))) if body[at] == norm[at] and norm[at] != "\n"]
    asked = blank(norm, hidden)
    found = [hit for hit in find_partners(asked, (), index, own, asked) if hit.rank <= 3 and hit.customer]
    return found if len({hit.key for hit in found}) == 1 else []


def _after_name(body: str, end: int) -> int:
    found = _HONORIFIC_AFTER.match(body, end)
    return found.end() if found else end


def _percent_notes(notes: Sequence[TaxNote], body: str) -> list[tuple[int, int]]:
    return [(n.start, n.end) for n in notes if any(c.isdigit() for c in body[n.start : n.end])]

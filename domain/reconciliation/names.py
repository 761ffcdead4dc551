"""Which partners a payer's name may mean. Built once for a run; every look-up takes well under a millisecond."""

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Indel

from domain.reconciliation.model import ConfirmedPayer, KnownPartner, NameMatch
from domain.reconciliation.payer import PayerName, payer_name
from domain.reconciliation.readings import may_be, spelt_out

CUT_LEAST = 11  # characters that a cut name must share with the one partner that begins so
_BARE_LEAST = 5  # a shorter name without its legal form is too often somebody else's as well
_PART_LEAST = 4
_SLIP = 2  # characters put in or left out: two readings so near may be one, with a typing slip in the books
_SIMILAR_LEAST = 70.0  # rapidfuzz ratio
_SIMILAR_KEPT = 5
_POOL = 400
_RAREST = 5

# Whoever pays for many: factoring and collecting companies, card and leasing companies, payment services.
_COLLECTOR = re.compile(
    unicodedata.normalize(
        "NFD",
        "ダイコウ|フアクタリング|フアイナンス|シユウノウ|ケツサイ|カード|クレジツト|リース|ペイメント|PAYPAY|ストライプ|スクエア",
    )
)


class PayerIndex:
    """Partners by every name a bank may write for them."""

    def __init__(self, partners: Sequence[KnownPartner], confirmed: Iterable[ConfirmedPayer] = ()) -> None:
        """Names that no bank could write (kanji) are left out."""
        self._read = {partner.id: partner_names(partner) for partner in partners}
        # No reading in the books: such a partner may be any payer whose name could be read like its own.
        self._unread = {
            partner.id: [text for text in partner.names if text] for partner in partners if not self._read[partner.id]
        }
        self._by_key: dict[str, list[tuple[str, PayerName]]] = {}
        for partner_id, names in self._read.items():
            for name in names:
                self._by_key.setdefault(name.key, []).append((partner_id, name))
        self._keys = sorted(self._by_key)
        self._confirmed: dict[str, set[str]] = {}
        for one in confirmed:
            self._confirmed.setdefault(payer_name(one.payer).whole(), set()).add(one.partner_id)
        self._grams: dict[str, list[int]] = {}
        for at, key in enumerate(self._keys):
            for gram in _grams(key):
                self._grams.setdefault(gram, []).append(at)
        self._known: dict[PayerName, dict[str, NameMatch]] = {}

    def find(self, payer: PayerName) -> dict[str, NameMatch]:
        """Return partner id -> how well the name fits; from CUT upwards go to one partner at most."""
        held = self._known.get(payer)
        if held is None:
            held = self._known[payer] = self._find(payer)
        return held

    def may_be(self, payer: PayerName, partner_id: str) -> bool:
        """Return whether this partner could be the payer after all: near to its reading, or its name has none."""
        if partner_id in self._unread:
            return any(may_be(name, payer) for name in self._unread[partner_id])
        key = payer.key
        for name in self._read[partner_id]:  # lengths first: this is asked of every partner who owes the same amount
            near = -_SLIP <= len(name.key) - len(key) <= _SLIP
            if near and Indel.distance(key, name.key, score_cutoff=_SLIP) <= _SLIP:
                return True
        return False

    def unread(self, partner_id: str) -> bool:
        """Return whether the books give no reading for this partner."""
        return partner_id in self._unread

    def _find(self, payer: PayerName) -> dict[str, NameMatch]:
        if not payer.key:
            return {}
        found = self._same(payer) or self._beginning(payer) or self._similar(payer)
        confirmed = self._confirmed.get(payer.whole(), set())
        if len(confirmed) == 1 and not (_sure(found) - confirmed) and not _COLLECTOR.search(payer.key):
            return {**_lowered(found), **dict.fromkeys(confirmed, NameMatch.CONFIRMED)}
        if (
            confirmed
        ):  # a collecting agency, or this payer paid for several partners, or another partner has just this name
            return {**_lowered(found), **dict.fromkeys(confirmed, NameMatch.LOOSE)}
        return found

    def _same(self, payer: PayerName) -> dict[str, NameMatch]:
        holders = self._by_key.get(payer.key, ())
        if not holders:
            return {}
        partners = {partner_id for partner_id, _ in holders}
        # A cut name may be another partner's as well: whoever begins like it counts against certainty.
        others = self._begin_with(payer.key) - partners if payer.maybe_cut else set()
        if len(partners) == 1 and not others:
            if any(_same_form(payer, name) for _, name in holders):
                return dict.fromkeys(partners, NameMatch.SAME)
            if not payer.form and len(payer.key) >= _BARE_LEAST:
                return dict.fromkeys(partners, NameMatch.BARE)
        return {**dict.fromkeys(others, NameMatch.PART), **dict.fromkeys(partners, NameMatch.LOOSE)}

    def _beginning(self, payer: PayerName) -> dict[str, NameMatch]:
        if payer.maybe_cut:
            longer = self._begin_with(payer.key)
            if len(longer) == 1 and len(payer.key) >= CUT_LEAST and self._front_agrees(payer, next(iter(longer))):
                return dict.fromkeys(longer, NameMatch.CUT)
            if longer:
                return dict.fromkeys(longer, NameMatch.PART)
        if len(payer.key) < _PART_LEAST:
            return {}
        partners = self._begin_with(payer.key)
        for size in range(_PART_LEAST, len(payer.key)):  # ﾚｲｼﾖｳｼﾞ ｵｵｻｶｼﾃﾝ: our name and something behind it
            partners.update(partner_id for partner_id, _ in self._by_key.get(payer.key[:size], ()))
        return dict.fromkeys(partners, NameMatch.PART)

    def _front_agrees(self, payer: PayerName, partner_id: str) -> bool:
        """A form behind may have been cut off; one in front cannot differ."""
        names = [name for key in self._span(payer.key) for holder, name in self._by_key[key] if holder == partner_id]
        return any(
            not name.form or (name.form, name.position) == (payer.form, payer.position)
            if payer.position == "front" or name.position == "front"
            else True
            for name in names
        )

    def _begin_with(self, start: str) -> set[str]:
        return {partner_id for key in self._span(start) for partner_id, _ in self._by_key[key]}

    def _span(self, start: str) -> Sequence[str]:
        first = bisect_left(self._keys, start)
        last = bisect_left(self._keys, start + "\U0010ffff", lo=first)
        return self._keys[first:last]

    def _similar(self, payer: PayerName) -> dict[str, NameMatch]:
        # Ties go by the text itself: whom a person is shown must not hang on the order a set has in this process.
        known = [gram for gram in _grams(payer.key) if gram in self._grams]
        rarest = sorted(known, key=lambda gram: (len(self._grams[gram]), gram))[:_RAREST]
        counts: Counter[int] = Counter()
        for gram in rarest:
            if len(self._grams[gram]) <= _POOL:
                counts.update(self._grams[gram])
        pool = [self._keys[at] for at in sorted(counts, key=lambda at: (-counts[at], at))[:_POOL]]
        near = process.extract(
            payer.key, pool, scorer=fuzz.ratio, limit=_SIMILAR_KEPT, score_cutoff=_SIMILAR_LEAST, processor=None
        )
        return {partner_id: NameMatch.SIMILAR for key, _, _ in near for partner_id, _ in self._by_key[key]}


def partner_names(partner: KnownPartner) -> list[PayerName]:
    """Return the names of a partner a bank could write; a reading without a legal form borrows that of the name."""
    whole = [payer_name(text) for text in partner.names if text]
    form = next(((name.form, name.position) for name in whole if name.form), ("", ""))
    read: dict[str, PayerName] = {}
    for name, text in zip(whole, (text for text in partner.names if text), strict=True):
        key = name.key if name.readable else spelt_out(text)
        if key and key not in read:
            place = (name.form, name.position) if name.form else form
            read[key] = PayerName(key, *place, name.width, name.numbers)
    return list(read.values())


def _same_form(payer: PayerName, name: PayerName) -> bool:
    """Return whether nothing speaks against it: a partner without a legal form fits any payer."""
    if not name.form:
        return True
    if payer.maybe_cut and not payer.form and name.position == "back":
        return True  # the form stood behind and was cut off
    return (payer.form, payer.position) == (name.form, name.position)


def _sure(found: dict[str, NameMatch]) -> set[str]:
    return {partner_id for partner_id, match in found.items() if match >= NameMatch.LOOSE}


def _lowered(found: dict[str, NameMatch]) -> dict[str, NameMatch]:
    return {partner_id: min(match, NameMatch.LOOSE) for partner_id, match in found.items()}


def _grams(key: str) -> set[str]:
    framed = f"\x02{key}"
    return {first + second for first, second in pairwise(framed)}

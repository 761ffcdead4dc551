"""Which partner a written company name means, over 100,000 of them.

An exact key or a confirmed alias decides. Similarity never does: at ratio 90 one unseen company in 24 would be taken
for another, so it only orders up to five suggestions from which a person chooses.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import add
from typing import Self

from rapidfuzz import fuzz, process

from domain.partner_name import key_and_form, legal_form, partner_key

MAX_SUGGESTIONS = 5
_RAREST_GRAMS = 6
_MAX_POOL = 2500
_MIN_SCORE = 55.0
_NO_FORM = ("", "none")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A partner that may be meant. `score` is 0–100 and only good for ordering."""

    partner_id: str
    name: str
    score: float


@dataclass(frozen=True, slots=True)
class Match:
    """`decision` is "exact", "alias", "ask" or "none"; `partner_id` is set for the first two only."""

    decision: str
    partner_id: str | None
    candidates: tuple[Suggestion, ...] = ()


class PartnerIndex:
    """Partners by normalised name. Rows are added, changed and removed one by one without a rebuild."""

    def __init__(self) -> None:
        self._ids: list[str] = []  # parallel columns, one row per name of a partner; "" marks a removed row
        self._names: list[str] = []
        self._keys: list[str] = []
        self._forms: list[tuple[str, str]] = []
        self._rows_of: dict[str, int | tuple[int, ...]] = {}  # partner id -> rows, the display name first
        self._by_key: dict[str, int | tuple[int, ...]] = {}
        self._grams: dict[str, array[int]] = {}
        self._aliases: dict[str, dict[tuple[str, str], str]] = {}
        self._shared: dict[tuple[str, str], tuple[str, str]] = {}
        self._dead = 0

    @classmethod
    def build(cls, rows: Iterable[tuple[str, str]]) -> Self:
        """An index of (partner_id, name) rows. A repeated id replaces the earlier row."""
        index = cls()
        for partner_id, name in rows:
            index.add(partner_id, name)
        return index

    def __len__(self) -> int:
        return len(self._rows_of)

    def add(self, partner_id: str, name: str, *, other_names: Sequence[str] = ()) -> None:
        """Add a partner, or replace it if the id is known. `other_names` are found like the name itself."""
        if partner_id in self._rows_of:
            self.remove(partner_id)
        rows = tuple(self._append(partner_id, spelling) for spelling in (name, *other_names))
        self._rows_of[partner_id] = rows if len(rows) > 1 else rows[0]

    def update(self, partner_id: str, name: str, *, other_names: Sequence[str] = ()) -> None:
        """Same as add: the id decides."""
        self.add(partner_id, name, other_names=other_names)

    def remove(self, partner_id: str) -> None:
        """Forget a partner. Unknown ids are ignored. Aliases to it stop matching until it is back."""
        for row in _rows(self._rows_of.pop(partner_id, ())):
            key = self._keys[row]
            left = tuple(other for other in _rows(self._by_key[key]) if other != row)
            if left:
                self._by_key[key] = left if len(left) > 1 else left[0]
            else:
                del self._by_key[key]
            self._ids[row] = self._names[row] = self._keys[row] = ""
            self._dead += 1
        if self._dead > 1000 and self._dead * 2 > len(self._ids):
            self._compact()

    def add_alias(self, name: str, partner_id: str) -> None:
        """Remember that a person confirmed this spelling for this partner. The last confirmation wins."""
        self._aliases.setdefault(partner_key(name), {})[legal_form(name)] = partner_id

    def remove_alias(self, name: str) -> None:
        """Forget a confirmed spelling. Unknown ones are ignored."""
        spellings = self._aliases.get(partner_key(name), {})
        spellings.pop(legal_form(name), None)
        if not spellings:
            self._aliases.pop(partner_key(name), None)

    def match(self, name: str) -> Match:
        """Decide which partner `name` means.

        "exact" needs one single holder of the key, and the same legal form in the same place unless the name gives
        none; "alias" a confirmed spelling. All else is "ask" with suggestions, or "none" if nothing is similar.
        """
        key = partner_key(name)
        if not key:
            return Match("none", None)
        form = legal_form(name)
        alias = self._alias(key, form)
        if alias:
            return Match("alias", alias)
        holders = _rows(self._by_key.get(key, ()))
        owners = {self._ids[row] for row in holders}
        if len(owners) == 1 and self._agrees(key, form, holders):
            return Match("exact", next(iter(owners)))
        suggestions = self._suggest(key, form)
        return Match("ask" if suggestions else "none", None, suggestions)

    def told_apart(self, name: str) -> str | None:
        """The only holder of this key that also has the written legal form in the written place.

        For names whose key several partners share (株式会社アルファ / アルファ株式会社): what is written fits one of
        them. People do mix up front and back, so `match` still asks; this says what the words say.
        """
        key, form = key_and_form(name)
        if form == _NO_FORM:
            return None
        fitting = {self._ids[row] for row in _rows(self._by_key.get(key, ())) if self._forms[row] == form}
        return next(iter(fitting)) if len(fitting) == 1 else None

    def knows(self, key: str) -> bool:
        """True if some partner or alias has exactly this key."""
        return key in self._by_key or key in self._aliases

    def _alias(self, key: str, form: tuple[str, str]) -> str | None:
        spellings = self._aliases.get(key, {})
        partner_id = spellings.get(form)
        if partner_id is None and form == _NO_FORM and key not in self._by_key and len(set(spellings.values())) == 1:
            partner_id = next(iter(spellings.values()))
        return partner_id if partner_id in self._rows_of else None

    def _agrees(self, key: str, form: tuple[str, str], holders: tuple[int, ...]) -> bool:
        if form == _NO_FORM:
            others = {self._ids[row] for row in holders} | set(self._aliases.get(key, {}).values())
            return len(others) == 1 and not _too_short(key)
        return any(self._forms[row] == form for row in holders)

    def _append(self, partner_id: str, name: str) -> int:
        row, (key, form) = len(self._ids), key_and_form(name)
        self._ids.append(partner_id)
        self._names.append(name)
        self._keys.append(key)
        self._forms.append(self._shared.setdefault(form, form))
        held = self._by_key.get(key)
        self._by_key[key] = row if held is None else (*_rows(held), row)
        grams = self._grams
        for gram in _grams(key):  # a gram that stands twice is entered twice: a pool is a set
            try:
                grams[gram].append(row)
            except KeyError:
                grams[gram] = array("I", (row,))
        return row

    def _suggest(self, key: str, form: tuple[str, str]) -> tuple[Suggestion, ...]:
        pool = self._pool(key)
        pool.update(_rows(self._by_key.get(key, ())))
        rows = sorted(pool)  # of equally near names the first entered stands first; a removed row's key is like none
        keys = list(map(self._keys.__getitem__, rows))
        near = process.extract(key, keys, scorer=fuzz.ratio, limit=15, score_cutoff=_MIN_SCORE - 15)
        best: dict[str, tuple[float, int]] = {}
        for other, ratio, at in near:
            row = rows[at]
            score = ratio + (15.0 if len(key) > 1 and (key in other or other in key) else 0.0)
            score = min(score, 99.0) if other != key else (100.0 if self._forms[row] == form else 99.5)
            partner_id = self._ids[row]
            if score >= _MIN_SCORE and score > best.get(partner_id, (0.0, 0))[0]:
                best[partner_id] = (score, row)
        ordered = sorted(best.items(), key=lambda entry: (-entry[1][0], entry[0]))[:MAX_SUGGESTIONS]
        return tuple(Suggestion(i, self._display(i), round(score, 1)) for i, (score, _) in ordered)

    def _pool(self, key: str) -> set[int]:
        """Rows that share the rarest bigrams of the key: rarest first, until there are enough to choose from."""
        # Equally rare ones by their letters: the order a set has differs from process to process.
        known = sorted((len(self._grams[gram]), gram) for gram in set(_grams(key)) if gram in self._grams)
        pool: set[int] = set()
        for _, gram in known[:_RAREST_GRAMS]:
            posting = self._grams[gram]
            if pool and len(pool) + len(posting) > _MAX_POOL:
                break
            pool.update(posting[-_MAX_POOL:])
        return pool

    def _display(self, partner_id: str) -> str:
        return self._names[_rows(self._rows_of[partner_id])[0]]

    def _compact(self) -> None:
        kept = [(i, [self._names[row] for row in _rows(rows)]) for i, rows in self._rows_of.items()]
        aliases = self._aliases
        self.__init__()  # type: ignore[misc]  # the columns start afresh, the object stays the one others hold
        self._aliases = aliases
        for partner_id, names in kept:
            self.add(partner_id, names[0], other_names=names[1:])


def _rows(held: int | tuple[int, ...]) -> tuple[int, ...]:
    return (held,) if isinstance(held, int) else held


def _too_short(key: str) -> bool:
    """Two characters, or a short Latin acronym, are too often another company's nickname."""
    return len(key) <= 1 or (key.isascii() and len(key) <= 2)


def _grams(key: str) -> Iterator[str]:
    return map(add, f"\x02{key}", f"{key}\x03")

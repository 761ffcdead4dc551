"""A regular expression's alternatives sorted by the letters they begin with, so that only those are tried which can.

`re` passes over an alternative at once if a letter stands in front; it enters all others, at every character, to find
out that they do not begin there. So what is optional is written out, letters are put in front of what looks around
them, and alternatives with the same first letter share it. None of it changes what is found: whatever can begin with
the same letter keeps its order. Works on what `re._parser` returns.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from re import _constants as op  # type: ignore[attr-defined]
from typing import Any

from domain.first_letters import CATEGORIES, Members, firsts_of, may_share
from domain.letter_cases import IGNORECASE, in_both_cases

_Node = tuple[Any, Any]
_Nodes = list[_Node]
# A letter or class that an alternative begins with, None if it is hidden in what follows.
_Head = tuple[_Node | None, _Nodes]
# Such a letter, the members of its class (None for anything), and what follows in each alternative that begins with it.
_Shared = tuple[_Node | None, Members | None, list[_Nodes]]

_LETTERS = (op.LITERAL, op.NOT_LITERAL, op.IN, op.ANY)
_NEGATED: Members = frozenset(((op.NEGATE, None), (op.ANY, None)))
_LOOKS = (op.ASSERT, op.ASSERT_NOT, op.AT, op.MARK)
_ROOM = 24  # what follows may be this long to be written twice
_SHELF = 14  # alternatives of very many
_BUNDLE = 6  # alternatives behind one look
_GROWTH = 4  # times as long as it was written, all in all


def factored(tree: Any, flags: int) -> Any:
    """The expression in this form, to be compiled without IGNORECASE: letters of both cases are written out.

    Marks of groups stand alone in it, and a look around says first how many letters before it begins.
    """
    nodes = in_both_cases(tree, bool(flags & IGNORECASE), tree.state)
    factoring = _Factoring(tree.state, _size(nodes) * _GROWTH + 4 * _ROOM)
    return factoring.sequence(nodes)


def begins_with_letters(nodes: Sequence[_Node]) -> bool:
    """True if `re` sees by the first letter alone whether it need go on."""
    if not len(nodes):
        return False
    what, value = nodes[0]
    if what is op.BRANCH:
        return all(len(branch) and branch[0][0] in (op.LITERAL, op.IN) for branch in value[1])
    return what in (op.LITERAL, op.IN)


class _Factoring:
    def __init__(self, state: Any, room: int) -> None:
        self._state = state
        self._room = room

    def sequence(self, nodes: Iterable[_Node]) -> _Nodes:
        """The same sequence, whatever is inside it sorted."""
        made: _Nodes = []
        for what, value in nodes:
            if what is op.BRANCH:
                made += self.alternatives([list(branch) for branch in value[1]])
            elif what is op.SUBPATTERN:
                made += self._group(what, value)
            elif what in (op.MAX_REPEAT, op.MIN_REPEAT):
                made += self._repeated(what, value)
            elif what in (op.ASSERT, op.ASSERT_NOT) and not isinstance(value[1], _Sorted):
                made.append((what, (-_before(value), _Sorted(self.sequence(value[1])))))
            else:
                made.append((what, value))
        return made

    def _group(self, what: Any, value: Any) -> _Nodes:
        _, add, without, inner = value
        if _is_plain(value):
            return self.sequence(_opened(value))
        assert value[0] is None  # `in_both_cases` has given it a group of its own
        return [(what, (None, add, without, self.sequence(inner)))]

    def _repeated(self, what: Any, value: Any) -> _Nodes:
        low, high, inner = value
        if len(inner) == 1 and inner[0][0] in _LETTERS:
            return [(what, value)]
        if (low, high) == (0, 1) and inner.getwidth()[0]:  # an alternative to nothing is the cheaper of the two
            branches: list[_Nodes] = [list(inner), []]
            return self.alternatives(branches if what is op.MAX_REPEAT else branches[::-1])
        return [(what, (low, high, self.sequence(inner)))]

    def alternatives(self, branches: Sequence[_Nodes]) -> _Nodes:
        """Alternatives, those with the same first letter as one that goes on with alternatives."""
        shared = _by_letter([head for branch in branches for head in self._heads(branch)])
        made: list[tuple[Members | None, _Nodes]] = []
        for first, members, rests in shared:
            rest = self.sequence(rests[0]) if len(rests) == 1 else self.alternatives(rests)
            made.append((members, rest if first is None else [first, *rest]))
        return made[0][1] if len(made) == 1 else [(op.BRANCH, (None, _shelved(made)))]

    def _heads(self, nodes: _Nodes) -> list[_Head]:
        """The sequence as alternatives with one letter in front of each, None where it is not to be had."""
        if not nodes:
            return [(None, nodes)]
        (what, value), rest = nodes[0], nodes[1:]
        if what in _LETTERS:
            return [(nodes[0], rest)]
        if what in _LOOKS:
            behind = self._heads(rest)
            if all(first is not None and (what is not op.AT or _is_narrow(first)) for first, _ in behind):
                return [(first, [self._looking_back(what, value), *tail]) for first, tail in behind]
        elif what is op.SUBPATTERN and _is_plain(value):
            return self._heads([*_opened(value), *rest])
        elif what is op.BRANCH:
            if self._may_write(rest, len(value[1]) - 1, _ROOM):
                return [head for branch in value[1] for head in self._heads([*branch, *rest])]
            return [self._one_of_them([head for branch in value[1] for head in self._heads(list(branch))], rest, nodes)]
        elif what in (op.MAX_REPEAT, op.MIN_REPEAT) and not _has_groups(value[2]) and value[2].getwidth()[0]:
            return self._counted_out(what, value, rest) or [(None, nodes)]
        return [(None, nodes)]

    def _one_of_them(self, heads: list[_Head], rest: _Nodes, nodes: _Nodes) -> _Head:
        """(ab|cd)x as [ac] and (b behind an a|d behind a c)x."""
        letters = [first for first, _ in heads if first is not None]
        if len(letters) < len(heads) or not all(_is_narrow(letter) for letter in letters):
            return None, nodes
        members = frozenset().union(*(_members(letter) for letter in letters))
        branches: list[_Nodes] = [tail for _, tail in heads]
        if any(_members(letter) != members for letter in letters):
            looks = [(op.ASSERT, (-1, _Sorted([letter]))) for letter in letters]
            branches = [[look, *tail] for look, tail in zip(looks, branches, strict=True)]
        return _letters(members), [(op.BRANCH, (None, branches)), *rest]

    def _counted_out(self, what: Any, value: Any, rest: _Nodes) -> list[_Head]:
        """x+ as x and x*, x? as x or nothing."""
        low, high, inner = value
        fewer = high if high is op.MAXREPEAT else high - 1
        again = [(what, (max(low - 1, 0), fewer, inner))] if fewer else []
        if not self._may_write([*inner, *again] if again else [], 1, _ROOM):
            return []
        once = [*inner, *again, *rest]
        if low:
            return self._heads(once)
        if not self._may_write(rest, 1, _ROOM):
            return []
        ways = [once, rest] if what is op.MAX_REPEAT else [rest, once]
        return [head for way in ways for head in self._heads(way)]

    def _may_write(self, nodes: Sequence[_Node], times: int, most: int) -> bool:
        size = _size(nodes, most)
        if times and (size > most or size * times > self._room):
            return False
        self._room -= size * times
        return True

    def _looking_back(self, what: Any, value: Any) -> _Node:
        """The look around, or the mark of a group, from behind one more letter."""
        if what in (op.AT, op.MARK):
            return op.ASSERT, (-1, _Sorted([(what, value)]))
        if isinstance(value[1], _Sorted):
            return what, (value[0] - 1, value[1])
        return what, (-_before(value) - 1, _Sorted(self.sequence(value[1])))


class _Sorted(list[_Node]):
    """What is looked for, in its form to be compiled; how many letters before stands in front of it."""


def _before(value: Any) -> int:
    return int(value[1].getwidth()[0]) if value[0] < 0 else 0


def _opened(value: Any) -> _Nodes:
    """What is in a group, between the marks of a group that is kept."""
    group, _, _, inner = value
    return list(inner) if group is None else [(op.MARK, 2 * group - 2), *inner, (op.MARK, 2 * group - 1)]


def _shelved(branches: list[tuple[Members | None, _Nodes]]) -> list[_Nodes]:
    """The alternatives; very many in parts behind a look at their letters, so that not all have to be passed over."""
    if len(branches) < 2 * _SHELF:
        return _bundled(branches)
    made: list[_Nodes] = []
    for at in range(0, len(branches), _SHELF):
        part = branches[at : at + _SHELF]
        known = [members for members, _ in part if members is not None and not members & _NEGATED]
        inside = _bundled(part)
        if len(known) == len(part) and len(inside) > 1:
            look = (op.ASSERT, (0, _Sorted([_letters(frozenset().union(*known))])))
            made.append([look, (op.BRANCH, (None, inside))])
        else:
            made += inside
    return made


def _bundled(branches: list[tuple[Members | None, _Nodes]]) -> list[_Nodes]:
    """The alternatives; those whose letter is hidden, some together, behind a look whether any can begin."""
    made: list[_Nodes] = []
    hidden: list[tuple[Members, _Nodes]] = []

    def close() -> None:
        if len(hidden) > 1:
            letters = frozenset().union(*(members for members, _ in hidden))
            look = (op.ASSERT, (0, _Sorted([_letters(letters)])))
            made.append([look, (op.BRANCH, (None, [nodes for _, nodes in hidden]))])
        else:
            made.extend(nodes for _, nodes in hidden)
        hidden.clear()

    for members, nodes in branches:
        if members is None or (nodes and nodes[0][0] in _LETTERS):
            close()
            made.append(nodes)
        else:
            hidden.append((members, nodes))
            if len(hidden) == _BUNDLE:
                close()
    close()
    return made


def _letters(members: Members) -> _Node:
    return op.IN, [(op.LITERAL, member) if isinstance(member, int) else member for member in members]


def _by_letter(heads: Iterable[_Head]) -> list[_Shared]:
    """Together what begins alike, unless something between the two may begin so as well."""
    made: list[_Shared] = []
    for first, rest in heads:
        members = firsts_of(rest) if first is None else _members(first)
        at = len(made)
        for back in range(len(made) - 1, -1, -1):
            other, known, rests = made[back]
            if first is not None and other is not None and known == members:
                rests.append(rest)
                break
            if known is None or members is None or not known.isdisjoint(members) or may_share(known, members):
                made.insert(at, (first, members, [rest]))
                break
            if first is not None and other is None:
                at = back  # letters in front of what hides them, as far as that cannot begin so
        else:
            made.insert(at, (first, members, [rest]))
    return made


def _is_narrow(node: _Node) -> bool:
    what, value = node
    if what is op.IN:
        return all(kind is op.LITERAL or (kind is op.CATEGORY and of in CATEGORIES) for kind, of in value)
    return what is op.LITERAL


def _members(node: _Node) -> Members:
    what, value = node
    if what is op.ANY:
        return frozenset((node,))
    if what is not op.IN:
        return frozenset((value,) if what is op.LITERAL else ((op.NEGATE, None), value))
    return frozenset(of if kind is op.LITERAL else (kind, of) for kind, of in value)


def _is_plain(value: Any) -> bool:
    return not value[1] and not value[2]  # no flags of its own


def _has_groups(tree: Iterable[_Node]) -> bool:
    return any(
        (what is op.SUBPATTERN and value[0] is not None) or any(_has_groups(inner) for inner in _inside(what, value))
        for what, value in tree
    )


def _size(tree: Iterable[_Node], most: int = 1 << 30) -> int:
    """How many nodes there are, counted no further than one above that."""
    size = 0
    for what, value in tree:
        size += 1
        if size > most:
            return size
        for inner in _inside(what, value):
            size += _size(inner, most - size)
    return size


def _inside(what: Any, value: Any) -> list[Any]:
    if what is op.BRANCH:
        return list(value[1])
    if what is op.SUBPATTERN:
        return [value[3]]
    if what in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        return [value[2]]
    if what in (op.ASSERT, op.ASSERT_NOT):
        return [value[1]]
    if what is op.GROUPREF_EXISTS:
        return [branch for branch in value[1:] if branch]
    return [value] if what is op.ATOMIC_GROUP else []

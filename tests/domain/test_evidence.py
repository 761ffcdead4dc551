import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.evidence import GENESIS, Evidence, Link, canonical_json, chain_hash, link, verify_chain

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
TOKYO = timezone(timedelta(hours=9))

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(), max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


def chain(length: int) -> list[Link]:
    links: list[Link] = []
    for seq in range(1, length + 1):
        evidence = Evidence(seq, NOON + timedelta(seconds=seq), "U0ABC123", "d-1", "approved", {"total": 1_100 * seq})
        links.append(link(evidence, links[-1].hash if links else GENESIS))
    return links


class Colour(StrEnum):
    RED = "red"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        (True, "true"),
        (1_234_000, "1234000"),
        ("円", '"\\u5186"'),
        (Colour.RED, '"red"'),
        ({"b": 1, "a": [2, (3,)]}, '{"a":[2,[3]],"b":1}'),
        (date(2026, 11, 30), '"2026-11-30"'),
        (datetime(2026, 11, 22, 21, 0, tzinfo=TOKYO), '"2026-11-22T12:00:00.000000+00:00"'),
        (Decimal("1.50"), '"1.50"'),
        ("\ud83d", '"\\ud83d"'),
    ],
)
def test_one_value_has_one_text(value: object, text: str) -> None:
    assert canonical_json(value) == text.encode()


@pytest.mark.parametrize("value", [1.5, float("nan"), datetime(2026, 1, 1), {1: "a"}, b"bytes", {1, 2}, object()])  # noqa: DTZ001
def test_what_has_no_exact_form_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical_json({"detail": [value]})


@given(json_values)
def test_what_was_stored_and_read_back_has_the_same_bytes(value: object) -> None:
    stored = canonical_json(value)
    assert canonical_json(json.loads(stored)) == stored


@given(st.dictionaries(st.text(max_size=5), st.integers(), min_size=2, max_size=6))
def test_the_order_of_keys_does_not_matter(value: dict[str, int]) -> None:
    assert canonical_json(dict(reversed(value.items()))) == canonical_json(value)


def test_the_hash_is_what_anyone_can_compute_with_sha256() -> None:
    # printf '%064d\n{}' 0 | sha256sum
    assert chain_hash(GENESIS, b"{}") == "5649d09ed68c17156095d175eef152856c5b1a81c117c409c1e00f096aa6838e"


def test_the_same_instant_in_another_zone_is_the_same_evidence() -> None:
    here = Evidence(1, NOON, "U1", None, "posted", {})
    assert replace(here, at=NOON.astimezone(TOKYO)).body() == here.body()


def test_an_untouched_chain_holds() -> None:
    assert verify_chain(chain(5)) is None
    assert verify_chain([]) is None


def test_a_later_part_holds_from_the_hash_before_it() -> None:
    links = chain(5)
    assert verify_chain(links[2:], start=links[1].hash) is None
    assert verify_chain(links[2:]) == 0


@pytest.mark.parametrize(
    "change",
    [
        {"detail": {"total": 1}},
        {"actor": "U9"},
        {"at": NOON},
        {"kind": "rejected"},
        {"deal_id": "d-2"},
        {"deal_id": None},
        {"seq": 30},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_field_is_found_where_it_is(change: dict[str, object]) -> None:
    links = chain(5)
    links[2] = replace(links[2], evidence=replace(links[2].evidence, **change))  # type: ignore[arg-type]  # one field each
    assert verify_chain(links) == 2


def test_a_change_with_its_hash_made_to_fit_is_found_at_the_next_link() -> None:
    links = chain(5)
    links[2] = link(replace(links[2].evidence, actor="U9"), links[1].hash)
    assert verify_chain(links) == 3


def test_a_removed_link_is_found() -> None:
    links = chain(5)
    assert verify_chain(links[:2] + links[3:]) == 2


def test_a_number_used_twice_is_found_even_if_every_hash_fits() -> None:
    first, second = chain(2)
    again = link(replace(second.evidence, kind="paid"), second.hash)
    assert verify_chain([first, second, again]) == 2


@given(st.permutations(range(6)))
def test_any_reordering_is_found(order: list[int]) -> None:
    links = chain(6)
    first_moved = next((place for place, index in enumerate(order) if place != index), None)
    assert verify_chain([links[index] for index in order]) == first_moved

"""One key for all spellings of a company, legal forms to tell namesakes apart, and a match that never guesses."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.partner_index import PartnerIndex
from domain.partner_name import legal_form, partner_key

SAME = [
    ("株式会社アクメ商事", "㈱アクメ商事"),
    ("株式会社アクメ商事", "アクメ商事（株）"),
    ("株式会社アクメ商事", "ｱｸﾒ商事"),
    ("株式会社アクメ商事", "アクメ商事 御中"),
    ("株式会社アクメ商事", "アクメ　商事様"),
    ("㍿アクメ", "アクメ"),
    ("カ)アクメ", "アクメ"),
    ("アクメ(カ", "アクメ"),
    ("ACME CO., LTD.", "Acme Co.,Ltd."),
    ("Acme, Inc.", "ACME"),
    ("ＡＣＭＥ株式会社", "acme"),
    ("有限会社渡邊商店", "渡辺商店"),
    ("髙島屋", "高島屋"),
    ("學校法人", "学校法人"),
    ("デ−タ・ワン", "データワン"),
    ("A&B商会", "A＆B商会"),
    ("Midori K.K.", "midori"),
    ("NPO法人かけはし", "特定非営利活動法人かけはし"),
    ("アクメCo.,Ltd.", "アクメ"),
]
DIFFERENT = [
    ("アクメ商事", "アクメ商店"),
    ("東洋エンジニアリング", "東海エンジニアリング"),
    ("アクメ", "アクメ東京"),
    ("フジ", "フジコー"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_name_share_a_key(one: str, other: str) -> None:
    assert partner_key(one) == partner_key(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_names_do_not(one: str, other: str) -> None:
    assert partner_key(one) != partner_key(other)


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("株式会社アクメ", ("株式会社", "front")),
        ("アクメ㈱", ("株式会社", "back")),
        ("有限会社アクメ", ("有限会社", "front")),
        ("合同会社アクメ", ("合同会社", "front")),
        ("一般社団法人アクメ", ("一般社団法人", "front")),
        ("Acme Inc.", ("Inc.", "back")),
        ("Acme Co., Ltd.", ("Co., Ltd.", "back")),
        ("Acme Ltd", ("Ltd.", "back")),
        ("Acme GmbH", ("GmbH", "back")),
        ("アクメ", ("", "none")),
        ("カ)アクメ", ("株式会社", "front")),
        ("アクメCo.,Ltd.", ("Co., Ltd.", "back")),
        ("Incorporate", ("", "none")),
    ],
)
def test_legal_forms(name: str, form: tuple[str, str]) -> None:
    assert legal_form(name) == form


@pytest.mark.parametrize("name", ["株式会社", "㈱", "Inc.", "様", ""])
def test_names_that_are_nothing_but_a_form_do_not_crash(name: str) -> None:
    assert isinstance(partner_key(name), str)


@settings(deadline=None)
@given(st.text(max_size=80))
def test_keys_are_stable(name: str) -> None:
    key = partner_key(name)
    assert partner_key(name) == key
    legal_form(name)


@pytest.fixture
def index() -> PartnerIndex:
    rows = [
        ("1", "株式会社アクメ商事"),
        ("2", "東洋エンジニアリング株式会社"),
        ("3", "株式会社アルファ"),
        ("4", "アルファ株式会社"),
        ("5", "極洋"),
        ("6", "AB"),
    ]
    return PartnerIndex.build(rows)


def test_an_exact_key_with_the_same_form_or_none_given_is_accepted(index: PartnerIndex) -> None:
    assert (index.match("㈱アクメ商事").decision, index.match("㈱アクメ商事").partner_id) == ("exact", "1")
    assert index.match("アクメ商事様").partner_id == "1"
    assert index.match("極洋").partner_id == "5"


@pytest.mark.parametrize("name", ["合同会社アクメ商事", "アクメ商事株式会社", "有限会社アクメ商事", "株式会社極洋"])
def test_another_form_or_place_is_asked(index: PartnerIndex, name: str) -> None:
    match = index.match(name)
    assert (match.decision, match.partner_id) == ("ask", None)
    assert match.candidates[0].name in ("株式会社アクメ商事", "極洋")


@pytest.mark.parametrize("name", ["アルファ", "株式会社アルファ", "アルファ株式会社"])
def test_two_holders_of_one_key_are_asked(index: PartnerIndex, name: str) -> None:
    match = index.match(name)
    assert match.decision == "ask"
    assert {s.partner_id for s in match.candidates} >= {"3", "4"}
    if name != "アルファ":
        assert match.candidates[0].name == name


def test_similarity_alone_only_suggests(index: PartnerIndex) -> None:
    match = index.match("東海エンジニアリング株式会社")
    assert (match.decision, match.partner_id) == ("ask", None)
    assert match.candidates[0].partner_id == "2"


def test_nothing_similar_is_none(index: PartnerIndex) -> None:
    assert index.match("ぴよぴよ牧場").decision == "none"
    assert index.match("").decision == "none"


def test_short_latin_acronyms_are_asked(index: PartnerIndex) -> None:
    assert index.match("AB").decision == "ask"


def test_a_confirmed_alias_decides_until_it_is_forgotten(index: PartnerIndex) -> None:
    index.add_alias("アクメさん", "1")
    assert (index.match("アクメ").decision, index.match("アクメ").partner_id) == ("alias", "1")
    assert index.match("合同会社アクメ").decision == "ask"
    index.remove_alias("アクメ")
    assert index.match("アクメ").decision == "ask"
    index.remove_alias("アクメ")


def test_an_alias_with_a_legal_form_also_serves_without(index: PartnerIndex) -> None:
    index.add_alias("有限会社タマ", "2")
    assert index.match("タマ").partner_id == "2"
    index.add_alias("株式会社タマ", "1")
    assert index.match("タマ").decision != "alias"


def test_forgetting_one_confirmed_spelling_leaves_the_other(index: PartnerIndex) -> None:
    index.add_alias("有限会社タマ", "2")
    index.add_alias("株式会社タマ", "1")
    index.remove_alias("有限会社タマ")
    assert index.match("株式会社タマ").partner_id == "1"
    assert index.match("有限会社タマ").decision != "alias"


def test_an_alias_settles_which_namesake_is_meant(index: PartnerIndex) -> None:
    index.add_alias("株式会社アルファ", "4")
    assert index.match("株式会社アルファ").partner_id == "4"


def test_rows_come_go_and_change(index: PartnerIndex) -> None:
    index.add("7", "株式会社ハヤブサ", other_names=("HYBS通商",))
    assert index.match("HYBS通商").partner_id == "7"
    index.update("7", "株式会社ツバメ")
    assert index.match("HYBS通商").decision == "none"
    assert index.match("ツバメ").partner_id == "7"
    assert index.knows(partner_key("ツバメ"))
    index.remove("7")
    index.remove("7")
    assert index.match("ツバメ").decision == "none"
    assert len(index) == 6


def test_a_namesake_that_goes_leaves_the_other_certain(index: PartnerIndex) -> None:
    index.remove("4")
    assert index.match("アルファ").partner_id == "3"


def test_an_alias_of_a_partner_that_is_gone_does_not_match(index: PartnerIndex) -> None:
    index.add_alias("アクメ", "1")
    index.remove("1")
    assert index.match("アクメ").partner_id is None


def test_many_removals_leave_a_working_index() -> None:
    index = PartnerIndex.build((str(i), f"株式会社テスト{i:05}") for i in range(3000))
    index.add_alias("てすと", "2999")
    for i in range(2000):
        index.remove(str(i))
    assert len(index) == 1000
    assert index.match("テスト02500").partner_id == "2500"
    assert index.match("てすと").partner_id == "2999"
    assert index.match("テスト00001").partner_id is None


def test_one_typo_still_suggests_the_right_one_among_many() -> None:
    random.seed(7)
    letters = "アイウエオカキクケコサシスセソタチツテト東西南北山川田中村木林森石"
    names = {"".join(random.choices(letters, k=8)) for _ in range(3000)}
    rows = [(str(i), f"株式会社{name}") for i, name in enumerate(sorted(names))]
    index = PartnerIndex.build(rows)
    found = 0
    for partner_id, name in rows[:200]:
        match = index.match(name[:7] + "々" + name[8:])
        assert match.partner_id is None
        assert len(match.candidates) <= 5
        found += bool(match.candidates) and match.candidates[0].partner_id == partner_id
    assert found >= 190


def test_very_common_beginnings_do_not_hide_the_name() -> None:
    index = PartnerIndex.build((str(i), f"株式会社日本{i:05}工業") for i in range(6000))
    assert index.match("日本0599工業").candidates

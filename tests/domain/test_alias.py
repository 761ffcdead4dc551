"""Which spellings a click may teach without asking."""

import pytest

from domain.alias import needs_a_second_look


@pytest.mark.parametrize("written", ["AC", "ＮＴＴ", "株式会社AC", "三菱", "K", "IBM様", "Sony"])
def test_a_short_name_or_an_acronym_is_learnt_only_after_a_second_look(written: str) -> None:
    assert needs_a_second_look(written)


@pytest.mark.parametrize("written", ["さくら", "サンプル商事", "Acme Japan", "日本サンプル"])
def test_other_spellings_are_learnt_from_the_click(written: str) -> None:
    assert not needs_a_second_look(written)

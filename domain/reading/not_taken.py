"""Words by which goods of a list were not ordered: 見送り, 今回はつけません, was declined, not taken."""

from __future__ import annotations

from domain.lazy_regex import regex

# said behind a price as well as behind a name
NOT_TAKEN = (
    r"キャンセル(?!料|不可|規定|ポリシー|待ち|分|費|期限|無料|でき|なし|保険|条件)|取り?消し|取り?やめ|見送り|見送る|中止|"
    r"不採用|未採用|採用せず|(?:付け|つけ)(?:ません|ない(?!と)|ず)|(?<!税は)(?<!税も)(?<!税を)(?:含み|入り)ません|"
    r"(?i:\b(?:(?:not|never) (?:taken|ordered|chosen|selected|wanted|needed|required|part of (?:this|the) order)|"
    r"declined|dropped|opted out|left out|passed on)\b)"
)
IS_NOT_TAKEN = regex(NOT_TAKEN)

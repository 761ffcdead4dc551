"""Answers to a form, pasted with its questions: Q. お客様はどちらですか？ / A. 株式会社…

The question is a label and the answer its value. The text is rewritten to that form once, at the same length, so
that everything else reads labels.
"""

from __future__ import annotations

import re

from domain.lazy_regex import regex
from domain.reading.label_names import kind_of

_PAIR = regex(
    r"^(?P<mark>[ \t]{0,4}(?:(?:Q|問|質問|設問)\s?\d{0,2}\s?[.:)、]?|[・■●◆▼*]|"
    r"[(]?\d{1,2}[.)])?[ \t]{0,3})"
    r"(?P<asked>[^\n?]{2,40})(?P<end>[?]|(?<=ください)(?=[ \t]*\n))"
    r"(?P<gap>[ \t]*(?:[(][^()\n]{1,12}[)])?[ \t]*\n?)"
    r"(?P<answer>[ \t]*(?:(?:A|答|回答)\s?\d{0,2}\s?[.:)、]|[→>⇒])?)(?=[ \t]*[^\s?][^\n?]*(?:\n|\Z))",
    re.MULTILINE,
)
_SIGNS = ">◇◆▶►▷»›♪★☆●○■□☞⇨➡➤"
_FEWEST = 3  # a single question among the lines of a post is asked by whoever wrote it
# お客様は, 金額を教えてください, 請求日はいつですか: what is asked for, without how
_NAMED = regex(
    r"(?:その|今回の|この)?(?P<name>[^\s。、]{1,16}?)(?:[はをがも]|について)?(?:(?:どちら|どこ|どなた|誰|だれ|何|なに|なん|いつ|いくら|いくつ|どう|どれ)"
    r"[^。\n]{0,10}|"
    r"(?:お?教えて|ご?記入|ご?入力|お?書き)[^。\n]{0,10}|です(?:か)?)?"
)
# 何を受注しましたか, いくらでしたか: asked with no name for it
_BY_WORD = (
    (regex(r"(?:何|なに|どの(?:商品|サービス|製品)|どんな(?:もの|商品)|どういった(?:もの|商品))[をがの]"), "品名"),
    (regex(r"いくら|(?:金額|値段|総額)[はが]?"), "金額"),
    (
        regex(
            r"(?:どこ|どちら|どなた|誰|だれ|どの(?:会社|お?客様|企業))(?:の(?:会社|お?客様))?(?:から|より|が|に|の|様)"
        ),
        "会社名",
    ),
    (
        regex(r"いつ[^。\n]{0,4}(?:受注|契約|注文|発注|決ま|もらっ|取れ|獲)|(?:受注|契約|注文|発注)[^。\n]{0,8}いつ"),
        "受注日",
    ),
    (regex(r"いつ[^。\n]{0,4}請求|請求[^。\n]{0,8}いつ"), "請求日"),
    (regex(r"(?:いつ|どう)[^。\n]{0,6}(?:支払|払|入金)|(?:支払|入金)[^。\n]{0,8}(?:いつ|どう|条件)"), "支払条件"),
    (regex(r"(?:いくつ|ど(?:れ|の)(?:だけ|くらい|ぐらい)|何(?:台|個|本|枚|件|名|人|冊|セット))"), "数量"),
    (regex(r"^[1一](?:台|個|本|枚|件|名|人|冊|箱|式|つ|着|脚|回)(?:あたり|いくら|の値段)?$"), "単価"),
    (regex(r"^(?:誰|だれ|ダレ)が?$"), "担当"),
    (regex(r"税(?:抜|込|別|率|区分)"), "税"),
    (regex(r"(?:営業|担当)[^。\n]{0,6}(?:誰|だれ|どなた)"), "担当"),
)


# 何を ＞ …, モノ◇ …: any sign sets a key off, if several rows have the same one and most keys are known
_SIGNED = regex(
    r"^[ \t・]{0,4}(?P<key>[^\s\d:=|>◇◆▶►▷»›♪★☆●○■□☞⇨➡➤]{1,10})[ \t]?(?P<sign>[>◇◆▶►▷»›♪★☆●○■□☞⇨➡➤])[ \t]?(?=\S)",
    re.MULTILINE,
)


def _with_colons(text: str) -> str:
    keys = list(_SIGNED.finditer(text))
    signs = {found["sign"] for found in keys}
    if len(keys) < _FEWEST or len(signs) != 1 or sum(bool(kind_of(found["key"])) for found in keys) < _FEWEST:
        return text
    out = list(text)
    for found in keys:
        out[found.start("sign")] = ":"
    return "".join(out)


# Q1. お客様名 / A1. 株式会社…: the numbers say which answer is whose, no mark of a question is needed
_NUMBERED = regex(
    r"^[ \t]{0,4}Q\s?(?P<n>\d{0,2})\s?[.:)、]?[ \t]*(?P<asked>[^\n?]{2,24})[ \t]*\n"
    r"(?P<mark>[ \t]{0,4}A\s?(?P=n)\s?[.:)、][ \t]*)(?=\S)",
    re.MULTILINE,
)


def _numbered(text: str) -> str:
    pairs = [(found, _key_of(found["asked"].strip())) for found in _NUMBERED.finditer(text)]
    if sum(bool(key) for _, key in pairs) < _FEWEST:
        return text
    for found, key in pairs:
        room = found.start("mark") - 1 - found.start()
        kept = (f"{key}:" if key else found["asked"]).ljust(room)[:room]
        text = text[: found.start()] + kept + "\n" + " " * len(found["mark"]) + text[found.end() :]
    return text


def _key_of(asked: str) -> str:
    """What is asked for, with what brackets add to it; the first of 品目・数量."""
    if kind_of(asked) or kind_of(re.sub(r"[(][^()]*[)]$", "", asked)):
        return asked
    return asked_for(re.split(r"[・/、と]", asked, maxsplit=1)[0])


def as_labels(text: str) -> str:
    """The text with every question it answers itself written as a label, if there are several; same length."""
    text = _numbered(text) if "Q" in text and "\nA" in text else text
    text = _with_colons(text) if any(sign in text for sign in _SIGNS) else text
    if text.count("?") + text.count("ください") < _FEWEST:
        return text
    pairs = [(found, asked_for(found["asked"])) for found in _PAIR.finditer(text)]
    if len(pairs) < _FEWEST or sum(bool(name) for _, name in pairs) < _FEWEST - 1:
        return text
    out, at = [], 0
    for found, name in pairs:
        room = found.end("end") - found.start()
        kept = f"{name}:" if name and len(name) < room else ""
        out.append(text[at : found.start()] + kept.ljust(room) + found["gap"] + " " * len(found["answer"]))
        at = found.end()
    out.append(text[at:])
    return "".join(out)


def asked_for(asked: str) -> str:
    """What the question asks for, as a label is called, "" if that is not known."""
    asked = asked.strip()
    named = _NAMED.fullmatch(asked)
    if named and kind_of(named["name"]):
        return named["name"]
    return next((name for pattern, name in _BY_WORD if pattern.search(asked)), "")

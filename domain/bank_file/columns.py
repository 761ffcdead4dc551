"""Which column of a bank's CSV is what. Names as compared: NFKC, without blanks and units."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_DAY = (
    "取引日", "お取引日", "取引年月日", "勘定日", "入出金日", "入金日", "日付", "年月日", "取扱日", "お取扱日",
    "操作日", "利用日",
)  # fmt: skip
_YEAR, _MONTH, _DATE = ("年", "操作日年", "取引日年"), ("月", "操作日月", "取引日月"), ("日", "操作日日", "取引日日")
_IN = (
    "入金金額", "入金額", "入金", "お預り金額", "お預かり金額", "お預り", "お預入金額", "お預入額", "お預入れ額",
    "お預入れ", "お預入", "預り金額", "預かり金額", "預入金額", "預入額", "受入金額", "受入", "ご入金", "ご入金額",
    "お受取金額", "振込金額", "貸方金額",
)  # fmt: skip
_OUT = (
    "出金金額", "出金額", "出金", "お支払金額", "お支払い金額", "お支払", "お引出し", "お引出し額", "お引出",
    "お引出金額", "お引き出し", "支払金額", "支払い金額", "引出金額", "払出金額", "払出", "ご出金", "ご出金額",
    "借方金額",
)  # fmt: skip
_SIGNED = ("入出金", "入出金金額", "入出金額", "取引金額", "金額")
_SIDE = ("入払区分", "入出金区分", "入出区分", "入出金", "区分", "取引区分")
_BALANCE = ("残高", "差引残高", "取引後残高", "お取引後残高", "現在残高", "現在高", "現在(貸付)高", "口座残高")
_PAYER = ("振込依頼人名", "依頼人名", "振込人名", "振込依頼人", "依頼人", "お客様名", "相手先", "摘要内容")
_TEXT = (
    "摘要", "内容", "お取引内容", "お取り扱い内容", "お取扱内容", "取引内容", "入出金内容", "入出金先内容", "明細",
    "詳細", "詳細1", "詳細2", "取引名", "お取引名", "備考",
)  # fmt: skip
_ACCOUNT = ("口座番号", "照会口座", "口座")
_UNIT = re.compile(r"\((?:円|単位:円|税込|\*)\)")
_PART = re.compile(r"\(([年月日])\)")


@dataclass(frozen=True, slots=True)
class Columns:
    """Positions; None where the file has no such column. Either `came_in` or `signed` is there."""

    day: tuple[int, ...]  # one column, or year, month and day
    came_in: int | None
    went_out: int | None
    signed: int | None
    side: int | None
    balance: int | None
    payer: int | None
    texts: tuple[int, ...]
    account: int | None


def find_columns(row: Sequence[str]) -> Columns | None:
    """Return the columns if the row is a header."""
    names = [column_name(cell) for cell in row]
    day = _first(names, _DAY)
    split = tuple(_first(names, part) for part in (_YEAR, _MONTH, _DATE))
    days = (day,) if day is not None else tuple(at for at in split if at is not None)
    if len(days) not in (1, 3) or (day is None and len(days) != 3):
        return None
    came_in, signed = _first(names, _IN), _first(names, _SIGNED)
    if came_in is None and signed is None:
        return None
    side = _first(names, _SIDE)
    return Columns(
        day=days,
        came_in=came_in,
        went_out=_first(names, _OUT),
        signed=signed if came_in is None else None,
        side=side if side != signed else None,
        balance=_first(names, _BALANCE),
        payer=_first(names, _PAYER),
        texts=tuple(at for at, name in enumerate(names) if name in _TEXT),
        account=_first(names, _ACCOUNT),
    )


def column_name(cell: str) -> str:
    """Return a column's name as it is compared."""
    folded = "".join(unicodedata.normalize("NFKC", cell).split())
    return _UNIT.sub("", _PART.sub(r"\1", folded)).rstrip("*:")


def _first(names: Sequence[str], wanted: Sequence[str]) -> int | None:
    return next((names.index(name) for name in wanted if name in names), None)

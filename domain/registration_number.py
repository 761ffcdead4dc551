"""適格請求書発行事業者の登録番号: `T` and 13 digits.

A corporation's is `T` + 法人番号, whose first digit checks the other twelve (国税庁「チェックデジットの計算」): 9 minus
(Σ Pn·Qn mod 9), n counted from the right, Qn = 1 for odd n and 2 for even n. Sole proprietors' numbers follow no
published rule, so a failing digit is a warning. A number that passes may still be cancelled: only the 公表サイト knows.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

_FULL_WIDTH = str.maketrans("０１２３４５６７８９Ｔｔt\u3000", "0123456789TTT ")
_SEPARATORS = re.compile(r"[\s\-‐‑–—―−－ー]")
_SHAPE = re.compile(r"T[0-9]{13}")
_WITHOUT_T = re.compile(r"[0-9]{13}")


class RegistrationStatus(StrEnum):
    """What can be said of a number without asking the tax office."""

    VALID = "valid"  # shape and check digit fit
    WARNING = "warning"  # the check digit fails: a sole proprietor's number, or a slip of the hand
    INVALID = "invalid"  # not the shape of a registration number


@dataclass(frozen=True, slots=True)
class RegistrationCheck:
    """The verdict, the number as `T` + 13 digits (None if invalid), and what to tell people."""

    status: RegistrationStatus
    number: str | None
    message: str


def check_registration_number(text: str) -> RegistrationCheck:
    """Return what shape and check digit say about a typed number. Full-width, spaces and hyphens are put right."""
    typed = _SEPARATORS.sub("", text.translate(_FULL_WIDTH))
    if not _SHAPE.fullmatch(typed):
        hint = "先頭に T が必要です" if _WITHOUT_T.fullmatch(typed) else "T と数字13桁で入力してください"
        return RegistrationCheck(RegistrationStatus.INVALID, None, f"登録番号の形式ではありません。{hint}")
    if int(typed[1]) == check_digit(typed[2:]):
        return RegistrationCheck(RegistrationStatus.VALID, typed, "登録番号の形式は正しいです")
    return RegistrationCheck(
        RegistrationStatus.WARNING,
        typed,
        "法人番号のチェックデジットと一致しません。個人事業者の番号であれば問題ありませんが、入力間違いがないか確認してください",
    )


def check_digit(base: str) -> int:
    """Return the check digit (1-9) of the last twelve digits of a 法人番号."""
    return 9 - sum(int(digit) * (1 if n % 2 else 2) for n, digit in enumerate(reversed(base), start=1)) % 9

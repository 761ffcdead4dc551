"""A small checker for request fields: which names, which types, which limits. Says what is wrong in freee's manner."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

Kind = Literal["integer", "number", "string", "boolean", "date", "array", "object"]
INT32 = 2_147_483_647
INT64 = 9_223_372_036_854_775_807
IV_INT64 = 9_223_372_036_854_775_000  # the limit as the 請求書 schema writes it
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Field:
    """What one value must be. Lengths count characters; `pattern` must match from start to end."""

    kind: Kind
    required: bool = False
    nullable: bool = False
    choices: tuple[Any, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    min_length: int = 0
    max_length: int | None = None
    pattern: str | None = None
    items: "Field | None" = None
    max_items: int | None = None
    fields: Mapping[str, "Field"] = field(default_factory=dict)


def check_object(value: object, fields: Mapping[str, Field], where: str = "", *, unknown: bool = True) -> list[str]:
    """Return what is wrong with a JSON object; `unknown` also refuses names that are not in `fields`."""
    if not isinstance(value, dict):
        return [f"{where or 'リクエスト'} はオブジェクトで指定してください。"]
    wrong: list[str] = []
    prefix = f"{where}." if where else ""
    for name, rule in fields.items():
        if name in value:
            wrong += check(value[name], rule, prefix + name, unknown=unknown)
        elif rule.required:
            wrong.append(f"{prefix}{name} を入力してください。")
    if unknown:
        wrong += [f"{prefix}{name} は不明なパラメータです。" for name in value if name not in fields]
    return wrong


def check(value: object, rule: Field, where: str, *, unknown: bool = True) -> list[str]:
    """Return what is wrong with one value; an empty list means nothing is."""
    if value is None:
        return [] if rule.nullable else [f"{where} に null は指定できません。"]
    if not _TYPES[rule.kind](value):
        return [f"{where} の形式が不正です（{rule.kind}）。"]
    if rule.choices and value not in rule.choices:
        return [f"{where} は {', '.join(map(str, rule.choices))} のいずれかで指定してください。"]
    match value:
        case str():
            return _check_text(value, rule, where)
        case list():
            return _check_list(value, rule, where, unknown)
        case dict():
            return check_object(value, rule.fields, where, unknown=unknown)
        case int() | float() if not isinstance(value, bool):
            return _check_range(value, rule, where)
    return []


def _check_text(value: str, rule: Field, where: str) -> list[str]:
    if len(value) < rule.min_length:
        return [f"{where} を入力してください。"]
    if rule.max_length is not None and len(value) > rule.max_length:
        return [f"{where} は{rule.max_length}文字以内で入力してください。"]
    if rule.pattern and not re.fullmatch(rule.pattern, value):
        return [f"{where} の形式が不正です。"]
    if rule.kind == "date" and not is_date(value):
        return [f"{where} は不正な日付フォーマットです。入力例：2019-12-17"]
    return []


def _check_list(value: list[object], rule: Field, where: str, unknown: bool) -> list[str]:
    wrong = []
    if rule.max_items is not None and len(value) > rule.max_items:
        wrong.append(f"{where} は{rule.max_items}件以内で指定してください。")
    if rule.items is not None:
        for position, item in enumerate(value):
            wrong += check(item, rule.items, f"{where}[{position}]", unknown=unknown)
    return wrong


def _check_range(value: float, rule: Field, where: str) -> list[str]:
    low, high = rule.minimum, rule.maximum
    if (low is not None and value < low) or (high is not None and value > high):
        return [f"{where} の値が範囲外です。"]
    return []


def is_date(text: str) -> bool:
    """Return whether the text is a real day written yyyy-mm-dd in ASCII digits."""
    if not _DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_integer(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


_TYPES: dict[Kind, Callable[[object], bool]] = {
    "integer": _is_integer,
    "number": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
    "string": lambda value: isinstance(value, str),
    "date": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
}


def read_query(
    pairs: list[tuple[str, str]], fields: Mapping[str, Field], *, unknown: bool = True
) -> tuple[dict[str, Any], list[str]]:
    """Turn query strings into typed values by the rules; return (values, what is wrong)."""
    values: dict[str, Any] = {}
    wrong: list[str] = []
    for name, text in pairs:
        if name not in fields:
            wrong += [f"{name} は不明なパラメータです。"] if unknown else []
        elif name in values:
            wrong.append(f"{name} は一度だけ指定してください。")
        else:
            values[name] = _typed(text, fields[name].kind)
    return values, wrong + check_object(values, fields)


def _typed(text: str, kind: Kind) -> object:
    if kind == "integer" and re.fullmatch(r"-?[0-9]{1,19}", text):
        return int(text)
    if kind == "boolean" and text in {"true", "false"}:
        return text == "true"
    return text

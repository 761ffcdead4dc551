"""What every provider does the same way between our models and JSON."""

import json
import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from integrations.errors import ChangedApiError, DataError
from integrations.http import Answer

Model = TypeVar("Model", bound=BaseModel)


def to_bytes(request: BaseModel) -> bytes:
    """Return the one JSON text of a request: sorted keys, no spaces, ASCII, absent rather than null."""
    plain = _plain(request.model_dump(exclude_none=True))
    return json.dumps(plain, sort_keys=True, separators=(",", ":")).encode("ascii")


def _plain(value: Any) -> Any:
    match value:
        case dict():
            return {key: _plain(item) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
        case Decimal():
            # Fifteen digits at most: the shortest float has exactly these digits.
            return int(value) if value == value.to_integral_value() else float(value)
        case date():
            return value.isoformat()
    return value


def unsendable(error: ValidationError, names: Mapping[str, str], system: str) -> DataError:
    """Return what a request cannot hold, in Japanese and by line; `names`: field -> what people call it."""
    fields, told = [], []
    for issue in error.errors():
        path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in issue["loc"])
        fields.append(path.removeprefix("."))
        words = [part for part in issue["loc"] if isinstance(part, str)]
        rows = [part + 1 for part in issue["loc"] if isinstance(part, int)]
        name = names.get(words[-1], words[-1]) if words else "明細"
        told.append(f"明細{rows[0]}行目の{name}" if rows else name)
    return DataError(
        f"{system}に送れない値があります: {'、'.join(dict.fromkeys(told))}", fields=tuple(fields), system=system
    )


def read(model: type[Model], answer: Answer, label: str) -> Model:
    """Return the answer in its published shape; ChangedApiError names the fields, never their values."""
    body = answer.json()
    try:
        return model.model_validate(body)
    except ValidationError as error:
        where = ", ".join(".".join(str(part) for part in issue["loc"]) or "(全体)" for issue in error.errors())
        raise ChangedApiError(
            f"{answer.system}の応答が公開仕様と違います: {where}", system=label, request_id=answer.request_id
        ) from None


def folded(name: str) -> str:
    """Return a name as it is compared: one width, no spaces around."""
    return unicodedata.normalize("NFKC", name).strip()

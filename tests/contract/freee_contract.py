"""Holds API calls against freee's published OpenAPI files: every request a client sends, every answer a stand-in gives.

The files are not part of this repository: SEIKYU_SPECS names the directory that has them (`freee/invoice-api.yml`,
`freee/accounting-api.json`, from github.com/freee/freee-api-schema). Without them there is nothing to check against.
Stricter than the files in one point: a name they do not know is an error, because freee silently ignores misspellings.
"""

import json
import os
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

import jsonschema_rs
import yaml
from jsonschema import Draft202012Validator, FormatChecker

Schema = dict[str, Any]
# Named in the descriptions but not among the responses of each endpoint (API使用制限).
EXTRA_RESPONSES = {429: "tooManyRequestsError"}


class ExchangeLike(Protocol):
    """What a stand-in logs for each call."""

    @property
    def method(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def query(self) -> Mapping[str, str]: ...
    @property
    def request_json(self) -> Any: ...
    @property
    def status(self) -> int: ...
    @property
    def response_json(self) -> Any: ...


def specs_directory() -> Path | None:
    """Return where the published files are, or None."""
    places = [Path(text) for text in (os.environ.get("SEIKYU_SPECS"),) if text]
    places.append(Path(__file__).parents[2] / "../shared/specs")
    return next((place for place in places if (place / "freee/invoice-api.yml").exists()), None)


@cache
def shared_contract() -> "FreeeContract | None":
    """Return the one checker of this test run (its counts add up over all tests), or None without the files."""
    place = specs_directory()
    return FreeeContract(place) if place is not None else None


@dataclass(frozen=True, slots=True)
class _Operation:
    template: str
    spec: "_Spec"
    body: Schema

    @property
    def parameters(self) -> list[Schema]:
        return [self.spec.resolve(parameter) for parameter in self.body.get("parameters", [])]


class _Validator:
    """One schema, compiled for speed and as Python for its words; they agree (a test holds them to it)."""

    def __init__(self, schema: Schema) -> None:
        self.compiled = jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
        self.explaining = Draft202012Validator(schema, format_checker=FormatChecker(["date"]))


class _Spec:
    """One OpenAPI 3.0 document."""

    def __init__(self, document: Schema, prefix: str) -> None:
        self.document = document
        self._validators: dict[str, _Validator] = {}
        self.operations = [
            (method.upper(), _path_pattern(prefix + path), _Operation(prefix + path, self, body))
            for path, methods in document["paths"].items()
            for method, body in methods.items()
            if method in {"get", "post", "put", "patch", "delete"}
        ]

    def resolve(self, node: Schema) -> Schema:
        """Follow a reference inside the document."""
        while "$ref" in node:
            target: Any = self.document
            for step in node["$ref"].removeprefix("#/").split("/"):
                target = target[step.replace("~1", "/").replace("~0", "~")]
            node = target
        return node

    def validator(self, key: str, schema: Schema, *, strict: bool) -> _Validator:
        """Return a validator for a schema, made once per key."""
        if key not in self._validators:
            self._validators[key] = _Validator(self._convert(schema, strict))
        return self._validators[key]

    def _convert(self, schema: Schema, strict: bool) -> Schema:
        """Turn an OpenAPI 3.0 schema into a JSON Schema: references inlined, nullable made a type."""
        schema = dict(self.resolve(schema))
        for word in ("allOf", "anyOf", "oneOf"):
            if word in schema:
                schema[word] = [self._convert(part, strict) for part in schema[word]]
        if "items" in schema:
            schema["items"] = self._convert(schema["items"], strict)
        if "properties" in schema:
            schema["properties"] = {name: self._convert(part, strict) for name, part in schema["properties"].items()}
            if strict and not {"allOf", "anyOf", "oneOf"} & set(schema):
                schema.setdefault("additionalProperties", False)
        if schema.pop("nullable", False):
            schema["type"] = [schema["type"], "null"]
            if "enum" in schema:
                schema["enum"] = [*schema["enum"], None]
        return {name: value for name, value in schema.items() if name not in {"example", "description", "title"}}


class FreeeContract:
    """Checks calls to /iv/... and /api/1/... and counts what it has checked per endpoint."""

    def __init__(self, specs: Path) -> None:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        invoices = yaml.load((specs / "freee/invoice-api.yml").read_text("utf-8"), Loader=loader)
        accounting = json.loads((specs / "freee/accounting-api.json").read_text("utf-8"))
        self._accounting = _Spec(accounting, "")
        operations = [*_Spec(invoices, "/iv").operations, *self._accounting.operations]
        # /invoices/templates before /invoices/{id}.
        self._operations = sorted(operations, key=lambda row: row[2].template.count("{"))
        self.requests: Counter[tuple[str, str]] = Counter()
        self.responses: Counter[tuple[str, str, int]] = Counter()

    def knows(self, method: str, path: str) -> bool:
        """Return whether the files describe such an endpoint."""
        return self._find(method, path) is not None

    def check_request(self, method: str, path: str, query: Mapping[str, str], json: Any) -> list[str]:
        """Return what the published schema refuses in a request; `json` is the parsed body or None."""
        found = self._find(method, path)
        if found is None:
            return [f"{method} {path}: no such endpoint"]
        operation, ids = found
        self.requests[method, operation.template] += 1
        values = {"path": ids, "query": dict(query)}
        known = {parameter["name"] for parameter in operation.parameters if parameter["in"] == "query"}
        wrong = [f"query {name}: unknown name" for name in query if name not in known]
        for parameter in operation.parameters:
            wrong += _check_parameter(operation, parameter, values[parameter["in"]])
        content = operation.spec.resolve(operation.body.get("requestBody", {})).get("content", {})
        if "application/json" in content:
            schema = content["application/json"]["schema"]
            wrong += _errors(operation.spec.validator(f"{method} {operation.template}", schema, strict=True), json)
        elif json is not None:
            wrong.append("a body where none belongs")
        return wrong

    def check_response(self, method: str, path: str, status: int, json: Any) -> list[str]:
        """Return what the published schema would not let an answer be; `json` is the parsed body or None."""
        found = self._find(method, path)
        if found is None:
            return [] if status in {401, 403, 404, 429} else [f"{method} {path}: no such endpoint answered {status}"]
        operation, _ = found
        self.responses[method, operation.template, status] += 1
        spec, responses = operation.spec, operation.body["responses"]
        if str(status) in responses:
            content = spec.resolve(responses[str(status)]).get("content", {})
            schemas = [media["schema"] for media in content.values()]
        elif status in EXTRA_RESPONSES:
            spec, schemas = self._accounting, [{"$ref": f"#/components/schemas/{EXTRA_RESPONSES[status]}"}]
        else:
            return [f"{method} {operation.template}: status {status} is not documented"]
        if not schemas:
            return [] if json is None else [f"{status} has no body"]
        key, strict = f"{method} {operation.template} {status}", status < 300
        attempts = [_errors(spec.validator(f"{key} {n}", s, strict=strict), json) for n, s in enumerate(schemas)]
        return min(attempts, key=len)

    def check_exchanges(self, exchanges: Iterable[ExchangeLike], *, every: int = 1) -> list[str]:
        """Return everything wrong in a log: bad answers, and requests the schema refuses but the stand-in accepted.

        About 600 creations or 20 full list pages a second; `every=10` looks at each tenth call of a long log.
        """
        wrong = []
        for one in islice(exchanges, 0, None, every):
            where = f"{one.method} {one.path} -> {one.status}: "
            wrong += [where + text for text in self.check_response(one.method, one.path, one.status, one.response_json)]
            if one.status < 300:
                refused = self.check_request(one.method, one.path, one.query, one.request_json)
                wrong += [where + text for text in refused]
        return wrong

    def body_schema(self, method: str, path: str) -> Schema:
        """Return the JSON Schema of an endpoint's request body, references inlined: for generating bad requests."""
        converted: Any = self._body_validator(method, path).explaining.schema
        return dict(converted)

    def agree(self, method: str, path: str, json: Any) -> bool:
        """Return whether the compiled and the explaining validator say the same of a request's body."""
        validator = self._body_validator(method, path)
        return validator.compiled.is_valid(json) == validator.explaining.is_valid(json)

    def _body_validator(self, method: str, path: str) -> _Validator:
        operation, _ = self._found(method, path)
        schema = operation.spec.resolve(operation.body["requestBody"])["content"]["application/json"]["schema"]
        return operation.spec.validator(f"{method} {operation.template}", schema, strict=True)

    def query_names(self, method: str, path: str) -> list[str]:
        """Return the names of an endpoint's query parameters."""
        operation, _ = self._found(method, path)
        return [parameter["name"] for parameter in operation.parameters if parameter["in"] == "query"]

    def answer_names(self, method: str, path: str, wrapper: str) -> set[str]:
        """Return every field name that a successful answer may have inside its wrapper (or in the wrapper's rows)."""
        operation, _ = self._found(method, path)
        spec, responses = operation.spec, operation.body["responses"]
        success = spec.resolve(next(responses[status] for status in ("200", "201") if status in responses))
        whole = spec.resolve(success["content"]["application/json"]["schema"])
        inner = spec.resolve(whole["properties"][wrapper])
        return set(spec.resolve(inner.get("items", inner))["properties"])

    def report(self) -> list[str]:
        """Return one line per endpoint with how much was checked, for the end of a test run."""
        answers: Counter[tuple[str, str]] = Counter()
        for (method, template, _), number in self.responses.items():
            answers[method, template] += number
        return [
            f"{method:6} {template}: {self.requests[method, template]} requests, {number} answers"
            for (method, template), number in sorted(answers.items(), key=lambda row: row[0][::-1])
        ]

    def _found(self, method: str, path: str) -> tuple[_Operation, dict[str, str]]:
        found = self._find(method, path)
        if found is None:
            raise LookupError(f"{method} {path}")
        return found

    def _find(self, method: str, path: str) -> tuple[_Operation, dict[str, str]] | None:
        for wanted, pattern, operation in self._operations:
            if wanted == method and (match := pattern.fullmatch(path)):
                return operation, match.groupdict()
        return None


def _path_pattern(template: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", template))


def _check_parameter(operation: _Operation, parameter: Schema, values: Mapping[str, str]) -> list[str]:
    name, schema = parameter["name"], operation.spec.resolve(parameter["schema"])
    if name not in values:
        return [f"{parameter['in']} {name}: required"] if parameter.get("required") else []
    value: Any = values[name]
    if schema["type"] == "integer" and re.fullmatch("-?[0-9]+", value):
        value = int(value)
    elif schema["type"] == "boolean" and value in {"true", "false"}:
        value = value == "true"
    key = f"{operation.template} {operation.body.get('operationId')} {name}"
    found = _errors(operation.spec.validator(key, schema, strict=False), value)
    return [f"{parameter['in']} {name}: {text}" for text in found]


def _errors(validator: _Validator, value: Any) -> list[str]:
    # The compiled one looks first, a hundred times as fast; what it does not take is looked at again, for the words.
    if validator.compiled.is_valid(value):
        return []
    wrong = validator.explaining.iter_errors(value)
    return [f"{'.'.join(map(str, error.path)) or 'body'}: {error.message}" for error in wrong]

"""Stripe's form encoding: `a[b]=1`, `a[0][c]=2` to nested values, then to typed ones by the contract."""

import re
from typing import Any
from urllib.parse import parse_qsl

from stripe_standin.errors import StripeError, invalid, missing
from stripe_standin.schema import Compiler, Schema

KEY = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)")
LIMIT_KEYS, LIMIT_KEY, LIMIT_VALUE = 50, 40, 500


def parse(text: str) -> dict[str, Any]:
    root: dict[str, Any] = {}
    for key, value in parse_qsl(text, keep_blank_values=True, max_num_fields=10_000):
        match = KEY.fullmatch(key)
        if match is None:
            raise invalid(f"Invalid parameter name: {key}", param=key)
        steps = [match[1], *re.findall(r"\[([^\[\]]*)\]", match[2])]
        place = root
        for step in steps[:-1]:
            inner = place.setdefault(step or str(len(place)), {})
            if not isinstance(inner, dict):
                raise invalid(f"Invalid {key}: both a value and a container", param=key)
            place = inner
        place[steps[-1] or str(len(place))] = value
    return {key: with_lists(value) for key, value in root.items()}


def with_lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if value and all(key.isdigit() for key in value):
        return [with_lists(value[key]) for key in sorted(value, key=int)]
    return {key: with_lists(part) for key, part in value.items()}


def inner(path: str, name: str) -> str:
    return f"{path}[{name}]" if path else name


class Reader:
    """Types the values of one request, refusing what Stripe refuses."""

    def __init__(self, compiler: Compiler) -> None:
        self.resolve = compiler.resolve

    def read(self, data: dict[str, Any], schema: Schema | None) -> dict[str, Any]:
        if schema is None:
            schema = {"type": "object", "properties": {}, "additionalProperties": False}
        typed: dict[str, Any] = self.value(data, schema, "")
        return typed

    def value(self, value: Any, schema: Schema, path: str) -> Any:
        schema = self.resolve(schema)
        if "anyOf" in schema:
            return self.any_of(value, [self.resolve(option) for option in schema["anyOf"]], path)
        if "enum" in schema:
            for allowed in schema["enum"]:
                if str(allowed) == value or (allowed is True and value == "true"):
                    return allowed
            raise invalid(f"Invalid {path}: must be one of {', '.join(map(str, schema['enum'][:40]))}", path)
        kind = schema.get("type")
        if kind == "object":
            return self.object(value, schema, path)
        if kind == "array":
            if value == "":
                return []
            if not isinstance(value, list):
                raise invalid(f"Invalid array: {path}", path)
            return [self.value(part, schema["items"], inner(path, str(n))) for n, part in enumerate(value)]
        return scalar(value, schema, path)

    def any_of(self, value: Any, options: list[Schema], path: str) -> Any:
        wanted = "object" if isinstance(value, dict) else "array" if isinstance(value, list) else None
        error = invalid(f"Invalid {path}", path)
        for option in options:
            shape = option.get("type") if option.get("type") in ("object", "array") else None
            if shape != wanted:
                continue
            try:
                return self.value(value, option, path)
            except StripeError as refused:
                error = refused
        if value == "" and wanted is None:
            return ""
        raise error

    def object(self, value: Any, schema: Schema, path: str) -> Any:
        if value == "" and path:
            return ""  # Stripe's way to say "unset"
        if not isinstance(value, dict):
            raise invalid(f"Invalid object: {path}", path)
        properties = schema.get("properties", {})
        rest = schema.get("additionalProperties", "properties" not in schema)
        typed = {}
        for name, part in value.items():
            if name in properties:
                typed[name] = self.value(part, properties[name], inner(path, name))
            elif rest is False:
                place = inner(path, name)
                message = f"Received unknown parameter: {place}"
                raise StripeError(message, code="parameter_unknown", param=place)
            else:
                typed[name] = self.value(part, rest, inner(path, name)) if isinstance(rest, dict) else part
        for name in schema.get("required", ()):
            if name not in value:
                raise missing(inner(path, name))
        if path.endswith(("metadata", "metadata]")):
            check_metadata(typed, path)
        return typed


def scalar(value: Any, schema: Schema, path: str) -> Any:
    kind = schema.get("type")
    if not isinstance(value, str):
        raise invalid(f"Invalid {kind or 'value'}: {path}", path)
    if schema.get("x-decimal") and not re.fullmatch(r"-?\d+(\.\d+)?", value):
        raise invalid(f"Invalid decimal: {value}", path)
    if kind == "integer":
        if not re.fullmatch(r"-?\d+", value):
            raise invalid(f"Invalid integer: {value}", path, "parameter_invalid_integer")
        return int(value)
    if kind == "number":
        if not re.fullmatch(r"-?\d+(\.\d+)?", value):
            raise invalid(f"Invalid decimal: {value}", path)
        return float(value)
    if kind == "boolean":
        if value not in ("true", "false"):
            raise invalid(f"Invalid boolean: {value}", path)
        return value == "true"
    return value


def check_metadata(metadata: dict[str, Any], path: str) -> None:
    if len(metadata) > LIMIT_KEYS:
        raise invalid(f"Metadata can only have up to {LIMIT_KEYS} keys", path)
    for key, value in metadata.items():
        if len(key) > LIMIT_KEY:
            raise invalid(f"Metadata keys must be under {LIMIT_KEY} characters: {key}", path)
        if len(str(value)) > LIMIT_VALUE:
            raise invalid(f"Metadata values must be under {LIMIT_VALUE} characters: {key}", path)

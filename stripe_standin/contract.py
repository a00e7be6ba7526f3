"""Stripe's contract at run time: which operations there are, what each takes, what each answers."""

import json
import re
from pathlib import Path
from typing import Any, NamedTuple

from stripe_standin.errors import ContractBroken, StripeError, invalid
from stripe_standin.forms import Reader
from stripe_standin.schema import Checker, Compiler, Schema

PATH = Path(__file__).with_name("contract.json")
MAX_EXPAND_DEPTH = 4


class Operation(NamedTuple):
    method: str
    path: str
    request: Schema | None
    response: Schema
    check: Checker


class Contract:
    def __init__(self, path: Path = PATH) -> None:
        self.document: Schema = json.loads(path.read_text())
        self.version = str(self.document["x-origin"]["api_version"])
        self.package_version = str(self.document["x-origin"]["version"])
        self.compiler = Compiler(self.document)
        self.reader = Reader(self.compiler)
        self.operations: dict[tuple[str, str], Operation] = {}
        for template, verbs in self.document["paths"].items():
            for verb, facts in verbs.items():
                check = self.compiler.compile(facts["response"])
                operation = Operation(verb.upper(), template, facts["request"], facts["response"], check)
                self.operations[verb.upper(), re.sub(r"\{[^}]*\}", "{}", template)] = operation
        self.elsewhere = [
            (verb, pattern(template))
            for verb, template in (line.split(" ", 1) for line in self.document["x-all-operations"])
        ]
        self.templates: dict[str, dict[str, Any]] = {}
        self.checkers: dict[str, Checker] = {}

    def find(self, method: str, path: str) -> tuple[Operation, str]:
        """The operation and the id in its path ("" when it has none)."""
        if (method, path) in self.operations:
            return self.operations[method, path], ""
        parts = path.split("/")
        for place in range(3, min(len(parts), 5)):  # /v1/refunds/{} and /v1/checkout/sessions/{}/expire
            shape = "/".join([*parts[:place], "{}", *parts[place + 1 :]])
            if (method, shape) in self.operations and parts[place]:
                return self.operations[method, shape], parts[place]
        if any(verb == method and regex.fullmatch(path) for verb, regex in self.elsewhere):
            raise StripeError(f"The stand-in does not know {method} {path}", status=501, kind="api_error")
        message = f"Unrecognized request URL ({method}: {path})."
        raise StripeError(message, status=404)

    def schema(self, kind: str) -> Schema:
        name = "line_item_checkout" if kind == "item" else kind
        found: Schema = self.document["components"]["schemas"][name]
        return found

    def fill(self, kind: str, given: dict[str, Any]) -> dict[str, Any]:
        """A whole object: what was given, and null, [] or {} in every other place the contract requires."""
        filled = self.fill_schema(self.schema(kind), {"object": kind, **given})
        problem = self.problem(kind, filled)
        if problem:
            raise ContractBroken(problem)
        return filled

    def fill_schema(self, schema: Schema, given: dict[str, Any]) -> dict[str, Any]:
        result = dict(given)
        properties = schema.get("properties", {})
        for name in schema.get("required", ()):
            if name not in result:
                default = self.default(properties[name], name)
                if default is not ...:
                    result[name] = default
        for name, value in result.items():
            if isinstance(value, (dict, list)) and name in properties:
                result[name] = self.fill_part(properties[name], value)
        return result

    def fill_part(self, schema: Schema, value: Any) -> Any:
        """Fills nested objects that are no resources of their own, in lists too."""
        if isinstance(value, list):
            items = [self.compiler.resolve(o) for o in schema.get("anyOf", [schema])]
            item = next((o["items"] for o in items if o.get("type") == "array"), None)
            return [self.fill_part(item, part) for part in value] if item else value
        if isinstance(value, dict) and "object" not in value:
            shape = self.inline(schema)
            return self.fill_schema(shape, value) if shape else value
        return value

    def default(self, schema: Schema, name: str) -> Any:
        options = schema.get("anyOf", [schema])
        if {"type": "null"} in options:
            return None
        if name == "livemode":
            return False
        resolved = self.compiler.resolve(schema)
        if resolved.get("type") == "array":
            return []
        if resolved.get("type") == "object" and "properties" not in resolved:
            return {}
        shape = self.inline(schema)
        return ... if shape is None else self.fill_schema(shape, {})

    def inline(self, schema: Schema) -> Schema | None:
        """The shape of a nested object that is no resource of its own."""
        for option in schema.get("anyOf", [schema]):
            resolved = self.compiler.resolve(option)
            properties = resolved.get("properties")
            if properties is not None and "object" not in properties:
                return resolved
        return None

    def problem(self, kind: str, value: dict[str, Any]) -> str:
        if kind not in self.checkers:
            self.checkers[kind] = self.compiler.compile(self.schema(kind))
        return self.checkers[kind](value, kind)

    def check_event(self, event: dict[str, Any]) -> None:
        kind = event["data"]["object"]["object"]
        allowed = self.document["x-event-objects"].get(event["type"])
        if allowed and kind not in allowed:
            raise ContractBroken(f"event {event['type']} carries {kind}, Stripe sends {allowed}")
        problem = self.problem("event", event) or self.problem(kind, event["data"]["object"])
        if problem:
            raise ContractBroken(f"{event['type']}: {problem}")

    def check_expand(self, paths: list[str], response: Schema) -> None:
        for path in paths:
            steps = path.split(".")
            if len(steps) > MAX_EXPAND_DEPTH:
                raise invalid("You cannot expand more than 4 levels of a property.", "expand")
            shapes = [response]
            for step in steps:
                shapes = [found for shape in shapes for found in self.step(shape, step)]
                if not shapes:
                    raise invalid(f"This property cannot be expanded ({path}).", "expand")

    def step(self, schema: Schema, name: str) -> list[Schema]:
        found = []
        for option in schema.get("anyOf", [schema]):
            resolved = self.compiler.resolve(option)
            if resolved.get("type") == "array":
                found += self.step(resolved["items"], name)
            elif "anyOf" in resolved:
                found += self.step(resolved, name)
            elif name in resolved.get("properties", {}):
                found.append(resolved["properties"][name])
        return found


def pattern(template: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{[^}]*\\\}", "([^/]+)", re.escape(template)))

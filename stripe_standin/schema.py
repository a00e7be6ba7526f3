"""Compiles the contract's schemas into checkers of JSON values, once each, when first needed.

A checker takes a value and the place it stands in and returns what is wrong, or "" when nothing is.
"""

from collections.abc import Callable
from typing import Any

Schema = dict[str, Any]
Checker = Callable[[Any, str], str]

KINDS: dict[str, tuple[type, ...]] = {
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "string": (str,),
    "null": (type(None),),
}


def anything(value: Any, place: str) -> str:
    return ""


class Compiler:
    def __init__(self, document: Schema) -> None:
        self.document = document
        self.named: dict[str, Checker] = {}

    def resolve(self, schema: Schema) -> Schema:
        while "$ref" in schema:
            _, top, kind, name = schema["$ref"].split("/")
            schema = self.document[top][kind][name]
        return schema

    def compile(self, schema: Schema) -> Checker:
        if "$ref" in schema:
            return self.reference(schema["$ref"])
        if "anyOf" in schema:
            return self.any_of(schema["anyOf"])
        if "enum" in schema:
            return one_of(schema["enum"])
        kind = schema.get("type")
        if kind == "object":
            return self.object(schema)
        if kind == "array":
            return self.array(schema)
        return of_kind(kind) if kind else anything

    def reference(self, name: str) -> Checker:
        """Looked up at the first value, since resources name each other in circles."""

        def check(value: Any, place: str) -> str:
            if name not in self.named:
                self.named[name] = self.compile(self.resolve({"$ref": name}))
            return self.named[name](value, place)

        return check

    def any_of(self, options: list[Schema]) -> Checker:
        null = any(option.get("type") == "null" for option in options)
        scalars = [self.compile(o) for o in options if self.resolve(o).get("type") not in ("object", "null")]
        objects: dict[str, Checker] = {}
        nameless: list[Checker] = []
        for option in options:
            resolved = self.resolve(option)
            if resolved.get("type") == "object":
                names = resolved.get("properties", {}).get("object", {}).get("enum", [])
                objects.update({name: self.compile(option) for name in names})
                nameless += [] if names else [self.compile(option)]

        def check(value: Any, place: str) -> str:
            if value is None and null:
                return ""
            candidates = scalars
            if isinstance(value, dict):
                named = objects.get(str(value.get("object")))
                candidates = [named] if named else nameless
            problems = []
            for candidate in candidates:
                problem = candidate(value, place)
                if not problem:
                    return ""
                problems.append(problem)
            return problems[0] if problems else f"{place}: {str(value)[:60]!r} has no place here"

        return check

    def object(self, schema: Schema) -> Checker:
        properties = {name: self.compile(part) for name, part in schema.get("properties", {}).items()}
        required = tuple(schema.get("required", ()))
        rest = schema.get("additionalProperties", "properties" not in schema)
        other = self.compile(rest) if isinstance(rest, dict) else (anything if rest else None)

        def check(value: Any, place: str) -> str:
            if not isinstance(value, dict):
                return f"{place}: {str(value)[:60]!r} is not an object"
            for name in required:
                if name not in value:
                    return f"{place}.{name}: is missing"
            for name, part in value.items():
                checker = properties.get(name, other)
                if checker is None:
                    return f"{place}.{name}: is not in the contract"
                problem = checker(part, f"{place}.{name}")
                if problem:
                    return problem
            return ""

        return check

    def array(self, schema: Schema) -> Checker:
        item = self.compile(schema.get("items", {}))

        def check(value: Any, place: str) -> str:
            if not isinstance(value, list):
                return f"{place}: {str(value)[:60]!r} is not a list"
            for part in value:
                problem = item(part, f"{place}[]")
                if problem:
                    return problem
            return ""

        return check


def one_of(values: list[Any]) -> Checker:
    allowed = frozenset(values)

    def check(value: Any, place: str) -> str:
        fine = isinstance(value, (str, bool, int)) and value in allowed
        return "" if fine else f"{place}: {str(value)[:60]!r} is not one of {sorted(map(str, allowed))[:12]}"

    return check


def of_kind(kind: str) -> Checker:
    types = KINDS[kind]
    number = kind in ("integer", "number")

    def check(value: Any, place: str) -> str:
        fine = isinstance(value, types) and not (number and isinstance(value, bool))
        return "" if fine else f"{place}: {str(value)[:60]!r} is not {kind}"

    return check

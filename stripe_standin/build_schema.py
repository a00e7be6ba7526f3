"""Turns the annotations of the `stripe` wheel into JSON Schema; used by `build_contract` only."""

import ast
import importlib
import inspect
import types
import typing
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import stripe
import typing_extensions
from stripe._list_object import ListObject
from stripe._request_options import RequestOptions
from stripe._stripe_object import StripeObject

ROOT = Path(stripe.__file__).parent
PLAIN = {bool: "boolean", int: "integer", float: "number", str: "string", type(None): "null"}
Schema = dict[str, Any]


@cache
def namespace(module_name: str) -> dict[str, Any]:
    """What a module's annotations may name: its globals and all it imports under `if TYPE_CHECKING:`."""
    module = importlib.import_module(module_name)
    names = {**vars(typing), **vars(typing_extensions), **vars(module)}
    for node in ast.parse(inspect.getsource(module)).body:
        if not (isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING"):
            continue
        for line in node.body:
            if isinstance(line, ast.ImportFrom) and line.module:
                source = importlib.import_module(line.module)
                for alias in line.names:
                    if hasattr(source, alias.name):
                        names[alias.asname or alias.name] = getattr(source, alias.name)
    return names


def evaluate(annotation: Any, module_name: str, extra: dict[str, Any] | None = None) -> Any:
    """The type an annotation names; strings may hold strings."""
    if isinstance(annotation, typing.ForwardRef):
        annotation = annotation.__forward_arg__
    while isinstance(annotation, str):
        # Generated code of a wheel whose hash the lock pins; nothing else ever reaches this.
        annotation = eval(annotation, {**namespace(module_name), **(extra or {})})  # noqa: S307 # nosec B307 # text of the pinned wheel
    return annotation


def without_none(annotation: Any) -> Any:
    rest = [option for option in typing.get_args(annotation) if option is not type(None)]
    return rest[0] if typing.get_origin(annotation) is typing.Union else annotation


def list_of(item: Schema) -> Schema:
    return {
        "type": "object",
        "x-list": True,
        "required": ["object", "data", "has_more", "url"],
        "properties": {
            "object": {"enum": ["list"]},
            "data": {"type": "array", "items": item},
            "has_more": {"type": "boolean"},
            "url": {"type": "string"},
            "total_count": {"type": "integer"},
        },
        "additionalProperties": False,
    }


class Builder:
    """Collects the named request (`params`) and resource (`schemas`) schemas that conversions meet."""

    def __init__(self) -> None:
        self.params: dict[str, Schema] = {}
        self.schemas: dict[str, Schema] = {}

    def convert(self, annotation: Any, module: str, extra: dict[str, Any] | None = None) -> Schema:
        kind = evaluate(annotation, module, extra)
        origin, args = typing.get_origin(kind), typing.get_args(kind)
        if origin in (typing_extensions.NotRequired, typing_extensions.Required, typing.ClassVar):
            return self.convert(args[0], module, extra)
        if kind in (Any, object) or isinstance(kind, typing.TypeVar):
            return {}
        if kind in PLAIN:
            return {"type": PLAIN[kind]}
        if kind is Decimal:
            return {"type": "string", "x-decimal": True}
        if origin is typing.Literal:
            return {"enum": list(args)}
        if origin in (typing.Union, types.UnionType):
            return self.union([self.convert(option, module, extra) for option in args])
        if origin is list:
            return {"type": "array", "items": self.convert(args[0], module, extra)}
        if origin is dict:
            return {"type": "object", "additionalProperties": self.convert(args[1], module, extra)}
        if inspect.isclass(origin) and issubclass(origin, ListObject):
            return list_of(self.convert(args[0], module, extra))
        if inspect.isclass(origin) and issubclass(origin, StripeObject):
            return {"type": "object", "additionalProperties": self.convert(args[0], module, extra)}
        return self.convert_class(kind)

    @staticmethod
    def union(options: list[Schema]) -> Schema:
        distinct = [option for n, option in enumerate(options) if option not in options[:n]]
        closed = [option for option in distinct if set(option) == {"enum"}]
        plain = [option for option in distinct if option == {"type": "string"}]
        if len(closed) == 1 and plain and any(value != "" for value in closed[0]["enum"]):
            # Literal[...] | str is a closed list on the wire; the wheel leaves room for values to come.
            distinct = [option for option in distinct if option not in closed + plain] + closed
        return distinct[0] if len(distinct) == 1 else {"anyOf": distinct}

    def convert_class(self, kind: Any) -> Schema:
        if typing_extensions.is_typeddict(kind):
            return self.typed_dict(kind)
        if not (inspect.isclass(kind) and issubclass(kind, StripeObject)):
            raise TypeError(f"cannot convert {kind!r}")
        if kind is StripeObject or kind.__name__ == "UntypedStripeObject":
            return {"type": "object"}
        if "OBJECT_NAME" in kind.__dict__ and "." not in kind.__qualname__:
            return self.resource(kind)
        return {"type": "object", "properties": self.fields(kind), "additionalProperties": False}

    def typed_dict(self, kind: Any) -> Schema:
        # The bare name is not enough: Checkout and the portal both have a SessionCreateParams.
        key = f"{kind.__module__.removeprefix('stripe.params.')}.{kind.__name__}"
        reference = {"$ref": f"#/components/params/{key}"}
        if key in self.params:
            return reference
        self.params[key] = {}
        own = inspect.get_annotations(kind)
        options = set(RequestOptions.__annotations__)
        inherited = options if options <= set(own) else set()  # a TypedDict flattens its bases
        properties, required = {}, []
        for name, annotation in own.items():
            if name in inherited:
                continue
            evaluated = evaluate(annotation, kind.__module__)
            if typing.get_origin(evaluated) is not typing_extensions.NotRequired:
                required.append(name)
            properties[name] = self.convert(evaluated, kind.__module__)
        self.params[key] = {"type": "object", "properties": properties, "additionalProperties": False}
        if required:
            self.params[key]["required"] = required
        return reference

    def fields(self, kind: Any) -> dict[str, Schema]:
        nested = {}  # classes inside a resource are named bare by its own annotations
        for base in reversed(kind.__mro__):
            if base.__module__.startswith("stripe."):
                nested.update({n: v for n, v in vars(base).items() if inspect.isclass(v)})
        properties = {}
        for name, annotation in inspect.get_annotations(kind).items():
            if not name.startswith("_") and "ClassVar" not in str(annotation):
                properties[name] = self.convert(annotation, kind.__module__, nested)
        for python_name, wire_name in getattr(kind, "_field_remappings", {}).items():
            if python_name in properties:
                properties[wire_name] = properties.pop(python_name)
        return properties

    def resource(self, kind: Any) -> Schema:
        name = "line_item_checkout" if kind.OBJECT_NAME == "item" else str(kind.OBJECT_NAME)
        if name not in self.schemas:
            self.schemas[name] = {}
            self.schemas[name] = {
                "type": "object",
                "properties": self.fields(kind),
                "additionalProperties": False,
            }
        return {"$ref": f"#/components/schemas/{name}"}

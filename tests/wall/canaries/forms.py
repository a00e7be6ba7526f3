"""The forms of a page as a browser would send them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

TEXTS = {"text", "search", "email", "tel", "url", "hidden", "textarea", ""}
FILLERS = {
    "email": "planted@example.org",
    "number": "1",
    "date": "2027-01-04",
    "time": "10:00",
    "datetime-local": "2027-01-04T10:00",
    "url": "https://example.org/",
    "tel": "518-555-0100",
}


@dataclass
class Field:
    """One control. `value` is what a person in a hurry would send."""

    name: str
    kind: str
    value: str = ""
    is_chosen: bool = True


@dataclass
class Form:
    """Where a form goes, how, and its controls."""

    action: str
    method: str
    fields: list[Field] = field(default_factory=list)

    @property
    def key(self) -> tuple[str, str, tuple[str, ...]]:
        """What tells forms apart."""
        return self.method, self.action, tuple(sorted({one.name for one in self.fields}))

    @property
    def texts(self) -> list[str]:
        """The names of the controls that take any text."""
        names = {one.name for one in self.fields if one.kind in TEXTS}
        return sorted(names - {"csrfmiddlewaretoken"})

    def values(self, **typed: str) -> dict[str, str]:
        """What is sent, with some texts typed over."""
        plain = {one.name: one.value for one in self.fields if one.is_chosen}
        for one in self.fields:
            if one.name in plain and not plain[one.name]:
                plain[one.name] = FILLERS.get(one.kind, _word(one.name))
        return {**plain, **typed}


def _word(name: str) -> str:
    return "lantern-7" if re.search(r"code|slug", name) else "12" if "amount" in name else "Lantern"


def forms_of(page: str, path: str) -> Iterator[Form]:
    """Yield the forms of a page that was opened at a path."""
    reader = _Reader(path)
    reader.feed(page)
    yield from reader.forms


class _Reader(HTMLParser):
    """The parser of the standard library wants a class."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path
        self.forms: list[Form] = []
        self.open: Form | None = None
        self.list: Field | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a form, or add a control to it."""
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.open = Form(urljoin(self.path, found.get("action", "")), found.get("method", "get").lower())
            self.forms.append(self.open)
        elif self.open is None or (tag != "option" and not found.get("name")):
            return
        elif tag == "input":
            self._add_input(self.open, found)
        elif tag in {"textarea", "select"}:
            self.list = Field(found["name"], tag)
            self.open.fields.append(self.list)
        elif tag == "button" and found.get("value"):
            named = {one.name for one in self.open.fields}
            self.open.fields.append(
                Field(found["name"], "button", found["value"], found["name"] not in named)
            )
        elif tag == "option" and self.list is not None:
            value = found.get("value", "")
            if "selected" in dict(attrs) or (value and not self.list.value):
                self.list.value = value

    def handle_endtag(self, tag: str) -> None:
        """Close what was open."""
        if tag == "form":
            self.open = None
        elif tag in {"textarea", "select"}:
            self.list = None

    def handle_data(self, data: str) -> None:
        """What stands in a text area already."""
        if self.list is not None and self.list.kind == "textarea":
            self.list.value += data.strip("\n")

    def _add_input(self, form: Form, found: dict[str, str]) -> None:
        kind = found.get("type", "").lower()
        value = found.get("value", "")
        if kind in {"submit", "button", "image", "file", "password"}:
            return
        if kind in {"radio", "checkbox"}:
            taken = any(one.name == found["name"] and one.is_chosen for one in form.fields)
            is_chosen = "checked" in found or (kind == "radio" and not taken and "required" in found)
            if is_chosen and kind == "radio":
                form.fields = [one for one in form.fields if one.name != found["name"]]
            form.fields.append(Field(found["name"], kind, value or "on", is_chosen))
            return
        form.fields.append(Field(found["name"], kind, value))

"""A persona's walk through the house: every page it may open, every form on them, every text in those."""

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.test import Client
from django.urls import resolve

from core.logs import logging_config
from desk.routes import PERSONAS, ROUTES, all_routes
from tests.wall.canaries.forms import Form, forms_of
from tests.wall.canaries.planted import NEEDLES, SEALED_MARKS, Canary, canaries_for
from tests.wall.canaries.sinks import database, file_texts, hits
from tests.wall.world import World

# leaving, and languages: nothing is typed there
LEFT_OUT = {"/accounts/logout/", "/i18n/setlang/", "/admin/logout/"}


@dataclass
class Walk:
    """What was met on the way. `found`: canaries that came out where they must not."""

    browser: Client
    persona: str
    world: World
    found: list[str] = field(default_factory=list)
    forms: dict[Any, Form] = field(default_factory=dict)
    typed: int = 0
    sent: int = 0

    def __post_init__(self) -> None:
        self.browser.raise_request_exception = False

    def look(self) -> None:
        """Open every page that the persona may open, keep its forms, and look for a sealed place on it."""
        for route in all_routes():
            row = ROUTES.get(route.name)
            if row is None or "GET" not in row.methods or self.persona not in row.admits:
                continue
            path = self.world.address(route)
            answer = self.browser.get(path)
            said = body_of(answer)
            self.found += hits(texts_of(path, answer, said), SEALED_MARKS, NEEDLES)
            if answer.get("Content-Type", "").startswith("text/html"):
                for form in forms_of(said.decode(), path):
                    if urlsplit(form.action).netloc == "" and form.action not in LEFT_OUT:
                        self.forms.setdefault(form.key, form)

    def plant(self) -> None:
        """Type canaries into each text of each form, one by one, and fill in the rest in a hurry."""
        texts = [(form, name) for form in self.forms.values() for name in form.texts]
        for turn, (form, name) in enumerate(texts, PERSONAS.index(self.persona)):
            route = ROUTES.get(resolve(urlsplit(form.action).path).view_name)
            is_shared = route is not None and {"administrator"} < route.admits
            canaries = canaries_for(self.persona, turn, is_shared=is_shared)
            for canary in canaries if form.method == "post" else canaries[:1]:
                self.typed += 1
                self._send(form, form.values(**{name: canary.text}), f"{name} of {form.action}", canary)

    def press(self) -> None:
        """Send each form as it would be sent, and look for a sealed place in what comes back."""
        for form in self.forms.values():
            if form.method == "post" and not form.action.endswith("/location/"):
                self._send(form, form.values(), form.action, None)

    def _send(self, form: Form, values: dict[str, str], where: str, canary: Canary | None) -> None:
        self.sent += 1
        cookies = SimpleCookie(self.browser.cookies)
        before = transaction.savepoint()
        ask = self.browser.post if form.method == "post" else self.browser.get
        answer = ask(form.action, values)
        said = body_of(answer)
        is_done = answer.status_code != 200
        if canary is None:
            self.found += hits(texts_of(where, answer, said), SEALED_MARKS, NEEDLES)
        elif is_done and answer.status_code < 400:
            stored = hits(database(), canary.marks)
            self.found += [f"{self.persona}, {where}: {one}" for one in stored]
        if answer.status_code >= 500:
            self.found.append(f"{self.persona}, {where}: {answer.status_code}")
        # what was refused must have left nothing, so it is kept for the last look; what was done is undone
        if is_done or canary is None:
            transaction.savepoint_rollback(before)
            self.browser.cookies = cookies
        else:
            transaction.savepoint_commit(before)


def body_of(answer: Any) -> bytes:
    """Return the whole of an answer, streamed or not."""
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)


def texts_of(where: str, answer: Any, said: bytes) -> Iterator[tuple[str, str]]:
    """Yield an answer's headers and words; of a PDF also what it says."""
    yield f"{where}, headers", str(dict(answer.headers))
    yield from file_texts(where, said)


@contextmanager
def logs() -> Iterator[io.StringIO]:
    """Collect what the house writes into its log, as it is written."""
    lines = io.StringIO()
    handler = logging.StreamHandler(lines)
    formatter = logging_config()["formatters"]["json"]
    made = formatter["()"](**{name: value for name, value in formatter.items() if name != "()"})
    handler.setFormatter(made)
    logging.getLogger().addHandler(handler)
    try:
        yield lines
    finally:
        logging.getLogger().removeHandler(handler)

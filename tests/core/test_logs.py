"""No line of the log holds an address, a query string, a token, a body or an error's text."""

import json
import logging
import logging.config
from collections.abc import Iterator
from io import StringIO

import pytest
import structlog
from django.db import IntegrityError
from django.test import Client

from core import logs

PLANTED = "ana.reyes+give@example.org"


@pytest.fixture
def lines() -> Iterator[StringIO]:
    """Everything that is logged, as it would stand on standard error."""
    kept = list(logging.getLogger().handlers)
    stream = StringIO()
    config = logs.logging_config()
    config["handlers"]["lines"]["stream"] = stream
    logging.config.dictConfig(config)
    yield stream
    logging.getLogger().handlers[:] = kept


def read(stream: StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_of_ours_keeps_listed_keys_only(lines: StringIO) -> None:
    structlog.get_logger("gifts").warning("late", kind="pi", email=PLANTED, body="x", count=3)
    (line,) = read(lines)
    assert line.pop("timestamp")
    assert line == {"event": "late", "level": "warning", "logger": "gifts", "kind": "pi", "count": 3}


@pytest.mark.parametrize("key", sorted(logs.ALLOWED - {"timestamp", "level", "logger", "event"}))
def test_an_address_under_a_listed_key_is_removed(lines: StringIO, key: str) -> None:
    structlog.get_logger("gifts").error("late", **{key: f"to {PLANTED} now"})
    assert "example.org" not in lines.getvalue()


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("GET /give/doors/?email=a%40b.org&amount=5", "GET /give/doors/"),
        ("GET /letters/stop/eyJhbGciOiJIUzI1NiIsInR5cCI6/", "GET /letters/stop/…/"),
        (
            "GET /desk/gifts/123e4567-e89b-12d3-a456-426614174000/",
            "GET /desk/gifts/123e4567-e89b-12d3-a456-426614174000/",
        ),
        ("GET /find/ana%40example.org/", "GET /find/…/"),
        ("mail to <ana@example.org>, failed", "mail to <…>, failed"),
    ],
)
def test_a_request_is_named_without_what_it_carries(said: str, kept: str) -> None:
    assert logs.scrub(said) == kept


def test_an_exception_is_named_without_its_text(lines: StringIO) -> None:
    try:
        raise IntegrityError(f"duplicate key: ({PLANTED}) exists")
    except IntegrityError:
        structlog.get_logger("donors").exception("cannot_save")
        logging.getLogger("django.request").exception("cannot save %s", PLANTED)
    for line in read(lines):
        assert line["error"] == "IntegrityError"
        assert str(line["where"]).startswith("['test_logs.py:")
    assert "example.org" not in lines.getvalue()


def test_a_library_says_its_pattern_and_not_its_arguments(lines: StringIO) -> None:
    logging.getLogger("smtp.client").warning(
        "told %s about %s", PLANTED, "Jane Doe", extra={"email": PLANTED}
    )
    (line,) = read(lines)
    assert (line["event"], line["logger"], set(line)) == (
        "told %s about %s",
        "smtp.client",
        {"event", "logger", "level", "timestamp"},
    )


def test_a_visit_leaves_no_address_and_no_query(lines: StringIO, db: None) -> None:
    client = Client(
        raise_request_exception=False,
        headers={"user-agent": PLANTED, "x-request-id": PLANTED, "referer": PLANTED},
    )
    client.get(f"/nowhere/{PLANTED}/", {"email": PLANTED, "name": "Jane Doe"})
    client.post("/accounts/login/", {"login": PLANTED, "password": "Jane Doe"})
    said = lines.getvalue()
    assert "request_finished" in said
    assert "example.org" not in said
    assert "Jane" not in said
    assert "127.0.0.1" not in said

"""What a log line may say: a short list of keys, as JSON. Never a body, a query string, an address, a token.

Where a line would tell a confidential place, a sign stands in the place of the words.

Lines from libraries pass the same sieve. An exception is named with its place; its text may quote a row.
"""

import logging
import re
import sys
import traceback
from collections.abc import MutableMapping
from pathlib import PurePath
from typing import Any

import structlog

from core.shield import cover

ALLOWED = frozenset({
    "timestamp", "level", "logger", "event", "request", "request_id", "code", "user_id", "error", "where",
    "kind", "about", "attempt", "job_id", "event_id", "object_id", "letter_id", "state", "rule", "field",
    "count", "seconds", "name",
})  # fmt: skip
ADDRESS = re.compile(r"[^\s@<>\"'(),;:=/]+(?:@|%40)[^\s@<>\"'(),;:=/]+")
QUERY = re.compile(r"\?\S*")
# a link's token opens a door; the id of a row (a number or a UUID) does not
TOKEN = re.compile(r"(?<=/)(?![0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?:/|$))[^/\s]{20,}")
LONGEST = 500
# these put paths and counts into their lines, nothing else; the sieve still cleans them
OUR_VOICES = ("django.request", "django.security", "gunicorn", "celery", "core", "jobs")

Event = MutableMapping[str, Any]


def scrub(text: str) -> str:
    """Return a text without query strings, mail addresses and tokens in paths."""
    return TOKEN.sub("…", ADDRESS.sub("…", QUERY.sub("", text)))[:LONGEST]


def name_exception(_logger: object, _method: str, event: Event) -> Event:
    """Replace an exception by its kind and the place where it rose."""
    info = event.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()
    error = info[1] if isinstance(info, tuple) else info
    if isinstance(error, BaseException):
        event["error"] = type(error).__name__
        event["where"] = [
            f"{PurePath(frame.filename).name}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(error.__traceback__)[-12:]
        ]
    return event


def keep_allowed(_logger: object, _method: str, event: Event) -> Event:
    """Drop every key that is not on the list, and clean what the others say."""
    return {key: _clean(value) for key, value in event.items() if key in ALLOWED}


def _clean(value: Any) -> Any:
    match value:
        case str():
            return cover(scrub(value))
        case bool() | int() | float() | None:
            return value
        case list():
            return [_clean(item) for item in value]
    return cover(scrub(str(value)))


def _without_arguments(_logger: object, _method: str, event: Event) -> Event:
    """Say what a library meant to say by its pattern alone, since its arguments may be anything."""
    record = event.get("_record")
    if isinstance(record, logging.LogRecord) and not record.name.startswith(OUR_VOICES):
        event["event"] = str(record.msg)
    return event


SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
SIEVE: list[Any] = [name_exception, keep_allowed]


def logging_config() -> dict[str, Any]:
    """Return Django's LOGGING: one JSON line on standard error for each event, ours and the libraries'."""
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": [_without_arguments, *SHARED],
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            *SIEVE,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": formatter},
        "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["lines"], "level": "INFO"},
        "loggers": {
            # error mail would carry the request's body to a mailbox
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
            # it repeats what the middleware says, with the raw path
            "django.request": {"handlers": [], "level": "ERROR", "propagate": True},
            "celery": {"level": "WARNING"},
            "stripe": {"level": "WARNING"},
            "urllib3": {"level": "WARNING"},
        },
    }


def configure() -> None:
    """Send our own lines the same way."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )

"""What an export hands out."""

import csv
import io
from typing import Any

from django.test import Client


def exported(browser: Client, path: str, query: str) -> list[dict[str, str]]:
    """Ask for an export of what a filter shows; return its rows."""
    answer: Any = browser.post(f"{path}?{query}", {"reason": "for the board"})
    return list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))

"""Values in the syntax of PDF."""

from datetime import UTC, datetime


def text_string(text: str) -> str:
    """A string of any characters, in hexadecimal so that nothing in it can end it."""
    return f"<feff{text.encode('utf-16-be').hex()}>"


def date_string(moment: datetime) -> str:
    """A moment to the second, in UTC."""
    return moment.astimezone(UTC).strftime("(D:%Y%m%d%H%M%S+00'00')")

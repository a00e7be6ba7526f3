"""What a paper says, in plain lines: for the mail that carries it, and for whoever cannot open a PDF."""

from collections.abc import Mapping
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _


def receipt_words(said: Mapping[str, Any], language: str) -> str:
    """Return the whole of a receipt's snapshot in lines of text, in its language."""
    with translation.override(language):
        head = [
            said["organisation"]["legal_name"],
            f"{said['title']} {said['number']}",
            _("Issued: %(day)s") % {"day": said["issued_on"]},
            *([_("Replaces receipt %(number)s") % {"number": said["replaces"]}] if said["replaces"] else []),
            _("Received from: %(payer)s") % {"payer": ", ".join(said["payer"])},
        ]
        names = ("given_on", "description", "fund", "benefit", "amount")
        total = [_("Total: %(amount)s") % {"amount": said["total"]}] if said["total"] else []
        code = [_("Check code: %(code)s") % {"code": said["check_code"]}] if said["check_code"] else []
    written = said.get("words", {})
    above, below, closing = (
        [written[name]] if name in written else [] for name in ("above", "below", "closing")
    )
    rows = [*_rows(said["lines"], names), *total]
    return _joined(head, above, rows, [*said["statements"], *code], below, closing)


def statement_words(said: Mapping[str, Any], language: str) -> str:
    """Return the whole of a year's summary in lines of text, in its language."""
    with translation.override(language):
        head = [
            said["organisation"]["legal_name"],
            f"{said['title']} {said['number']}",
            _("Issued: %(day)s") % {"day": said["issued_on"]},
            ", ".join(said["payer"]),
        ]
        total = _("Total: %(amount)s") % {"amount": said["total"]}
    rows = _rows(said["lines"], ("given_on", "receipt", "fund", "goods", "amount"))
    return _joined(head, [*rows, f"{said['count']}. {total}"], said["statements"])


def _rows(lines: list[dict[str, str]], names: tuple[str, ...]) -> list[str]:
    return [" · ".join(line[name] for name in names if line[name]) for line in lines]


def _joined(*parts: list[str]) -> str:
    return "\n\n".join("\n".join(part) for part in parts if part)

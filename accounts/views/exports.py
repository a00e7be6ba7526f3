"""How a list leaves the house as a file. The gate of the view asks a fresh second factor."""

from collections.abc import Generator, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import person
from accounts.audit import record
from accounts.forms import ReasonForm
from accounts.models import User
from accounts.organisation import the_zone
from core.clock import legal_day
from core.exports import Copied, Together, csv_lines, csv_response, csv_text


@dataclass(frozen=True)
class Table:
    """What leaves: the file's name, the verb and subject for the trail, columns, rows and their count.

    Rows that the database writes are counted as they leave, not before.
    """

    name: str
    verb: str
    about: str
    header: Sequence[str]
    rows: Iterable[Sequence[object]] | Copied | Together
    count: int = 0


def send(request: HttpRequest, table: Table, *, back: str) -> HttpResponseBase:
    """Write the reason in the trail and return the file; without a reason go back to the list as it was."""
    filters = {"filters": ", ".join(sorted(key for key in request.GET if request.GET[key]))}
    refused = note_leaving(
        request,
        verb=table.verb,
        about=(table.about, "list"),
        after=filters if isinstance(table.rows, Copied | Together) else {"rows": table.count, **filters},
        back=back,
    )
    return refused or csv_response(
        f"{table.name}-{legal_day(timezone.now(), the_zone()):%Y-%m-%d}.csv", _text(table, person(request))
    )


def _text(table: Table, by: User) -> Generator[str]:
    if isinstance(table.rows, Copied | Together):
        return csv_text(table.header, _counted(table.rows.lines(), table, by))
    return csv_lines(table.header, table.rows)


def _counted(lines: Generator[str], table: Table, by: User) -> Generator[str]:
    """Hand the lines on; write down how many left, also where whoever took them hung up midway."""
    rows, is_whole = 0, False
    try:
        with closing(lines):
            for line in lines:
                yield line
                rows += 1
        is_whole = True
    finally:
        record(
            actor=by,
            verb=f"{table.verb}_rows",
            about=(table.about, "list"),
            now=timezone.now(),
            after={"rows": rows, "is_whole": is_whole},
        )


def note_leaving(
    request: HttpRequest, *, verb: str, about: tuple[str, str], after: dict[str, Any], back: str
) -> HttpResponseBase | None:
    """Write in the trail that something leaves and why; without a reason return the way back, as it was."""
    form = ReasonForm(request.POST)
    if not form.is_valid():
        is_empty = not request.POST.get("reason", "").strip()
        why = _("Please say what the export is for. It is written in the audit trail.")
        messages.error(request, why if is_empty else str(form.errors["reason"][0]))
        query = request.GET.urlencode()
        return redirect(f"{back}{'?' if query else ''}{query}")
    reason = form.cleaned_data["reason"]
    record(actor=person(request), verb=verb, about=about, now=timezone.now(), after=after, reason=reason)
    return None

"""An import as it is looked at: rows with what they would change, page by page; refused ones as a table."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.organisation import the_zone
from core.incoming import SENTENCES as FILE_SENTENCES
from core.incoming import FileRefused
from donors.kinds import KINDS, ImportKind
from donors.models import Import, ImportRow
from donors.reports.filed import rows_below_header
from donors.sentences import SENTENCES

PAGE = 50
DAYS = "_on"  # how fields of days end
TONES = {"new": "good", "changed": "calm", "maybe": "warn", "refused": "bad", "stale": "warn", "kept": "warn"}


@dataclass(frozen=True)
class Change:
    """A field: how it was and how it will be; for a new record only how it will be."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Shown:
    """A row for the eye."""

    row: ImportRow
    changes: list[Change] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)
    doubts: list[tuple[str, str]] = field(default_factory=list)  # key and name
    address: str = ""  # of the record's own page
    tone: str = "still"


@dataclass(frozen=True)
class RowsPage:
    """Some rows, and the numbers from which the neighbouring pages begin; None where there is none."""

    rows: list[Shown]
    before: int | None
    after: int | None


def rows_page(run: Import, rows: "Any", *, start: int | None, end: int | None) -> RowsPage:
    """Return rows from a number on, or the ones that end before one; the page stays fast at any depth."""
    if end is not None:
        found = list(rows.filter(number__lt=end).order_by("-number")[: PAGE + 1])
        more_before, more_after = len(found) > PAGE, True
        shown = list(reversed(found[:PAGE]))
    else:
        found = list(rows.filter(number__gte=start or 0).order_by("number")[: PAGE + 1])
        more_before, more_after = bool(start), len(found) > PAGE
        shown = found[:PAGE]
    return RowsPage(
        rows=seen(run, shown),
        before=shown[0].number if shown and more_before else None,
        after=shown[-1].number + 1 if shown and more_after else None,
    )


def seen(run: Import, rows: Sequence[ImportRow]) -> list[Shown]:
    """Return rows as they are shown; the names of all whom they may be are asked for at once."""
    kind = KINDS[run.kind]
    names = kind.names({key for row in rows for key in row.doubts})
    return [
        Shown(
            row=row,
            changes=_changes(kind, row),
            problems=[(label_of(kind, name), sentence(code, facts)) for name, code, facts in row.problems],
            doubts=[(key, names.get(key, key)) for key in row.doubts],
            address=address_of(kind, row),
            tone=TONES.get(row.outcome) or TONES.get(row.verdict, "still"),
        )
        for row in rows
    ]


def address_of(kind: ImportKind, row: ImportRow) -> str:
    """Return where the record of a row is shown; nothing where there is none, or not any more."""
    if not row.target or kind.page is None or row.outcome == ImportRow.Outcome.UNDONE:
        return ""
    route, argument = kind.page
    return reverse(route, kwargs={argument: row.target})


def sentence(code: str, facts: Mapping[str, Any]) -> str:
    """Return why a cell or a file was refused, in the reader's language."""
    known = SENTENCES.get(code) or FILE_SENTENCES.get(code)
    return str(known) % facts if known else code


def label_of(kind: ImportKind, name: str) -> str:
    """Return how a field is called on screen."""
    return str(kind.columns[name].label) if name in kind.columns else ""


def refused_rows(run: Import) -> Iterator[Sequence[object]]:
    """Yield refused rows as they stand in the file, each with the reason, to be mended and uploaded again."""
    kind = KINDS[run.kind]
    refused = run.lines.filter(verdict=ImportRow.Verdict.REFUSED).order_by("number")
    reasons = {
        number: "; ".join(
            f"{label_of(kind, name)}: {sentence(code, facts)}".removeprefix(": ")
            for name, code, facts in found
        )
        for number, found in refused.values_list("number", "problems")
    }
    try:
        for number, cells in rows_below_header(run):
            if number in reasons:
                width = len(run.header)
                yield [*(cells + [""] * width)[:width], reasons[number]]
    except FileRefused:
        return


def refused_header(run: Import) -> list[str]:
    """Return the names of the file's columns, and one for the reason."""
    return [*run.header, _("Why it was refused")]


def _changes(kind: ImportKind, row: ImportRow) -> list[Change]:
    """What a known record would change from and to; what a new one would say."""
    if row.verdict == ImportRow.Verdict.CHANGED:
        old, new = row.before, row.after
    elif row.verdict in (ImportRow.Verdict.NEW, ImportRow.Verdict.MAYBE, ImportRow.Verdict.REFUSED):
        old, new = {}, row.values
    else:
        return []
    return [
        Change(str(column.label), _said(name, old.get(name)), _said(name, new[name]))
        for name, column in kind.columns.items()
        if name in new
    ]


def _said(name: str, value: object) -> str:
    match value:
        case None | "":
            return "—"
        case bool():
            return _("yes") if value else _("no")
        case str() if name.endswith(DAYS):
            moment = datetime.fromisoformat(value)
            return date_format(moment.astimezone(ZoneInfo(the_zone())) if moment.tzinfo else moment)
    return str(value)

"""Files as people send them, and the way through the engine."""

import csv
import io
from collections.abc import Sequence
from datetime import datetime

from accounts.models import Role, User
from donors.actions.imports.applying import apply_import, start_applying
from donors.actions.imports.mapping import proposed
from donors.actions.imports.opening import Choice, Upload, open_import, read_with
from donors.actions.imports.reading import read_import
from donors.actions.imports.undoing import ask_to_undo, undo_import
from donors.kinds import KINDS
from donors.models import Import, ImportRow
from tests.factories import MOMENT, make_user

HEADER = (
    "Contact ID",
    "First name",
    "Last name",
    "Email",
    "Phone",
    "Street",
    "City",
    "State",
    "ZIP",
    "Do not mail",
)
MARIA = (
    "C-1",
    "Maria",
    "Lopez",
    "maria@example.org",
    "518-555-0101",
    "PO Box 1",
    "Albany",
    "NY",
    "12201",
    "",
)
JAMES = ("C-2", "James", "Okafor", "james@example.org", "", "", "", "", "", "yes")


def text_of(rows: Sequence[Sequence[str]], header: Sequence[str] = HEADER, delimiter: str = ",") -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerows([header, *rows])
    return out.getvalue()


def upload_of(content: bytes | str, name: str = "people.csv") -> Upload:
    data = content.encode() if isinstance(content, str) else content
    return Upload(
        name=name, size=len(data), parts=lambda: [data[at : at + 700] for at in range(0, len(data), 700)]
    )


def opened(content: bytes | str, *, by: User | None = None, kind: str = "donors") -> Import:
    """An upload whose columns may have to be named still."""
    by = by or make_user(Role.FUNDRAISER)
    return open_import(upload=upload_of(content), kind=kind, by=by, now=MOMENT)


def looked_at(
    content: bytes | str, *, by: User | None = None, source: str = "crm", only_adds: bool = False
) -> Import:
    """An upload that is read, by the columns that are proposed."""
    by = by or make_user(Role.FUNDRAISER)
    run = opened(content, by=by)
    if run.state == Import.State.MAPPING:
        choice = Choice(proposed(KINDS[run.kind], run.header), source, only_adds)
        read_with(import_id=run.pk, choice=choice, by=by, now=MOMENT)
    read_import(import_id=run.pk, now=MOMENT)
    return fresh(run)


def applied(content: bytes | str, *, now: datetime = MOMENT, source: str = "crm") -> Import:
    """An import that is written."""
    run = looked_at(content, source=source)
    start_applying(import_id=run.pk, by=make_user(Role.FUNDRAISER), now=now)
    apply_import(import_id=run.pk, now=now)
    return fresh(run)


def undone(run: Import, *, now: datetime = MOMENT) -> Import:
    """The same, taken back by two people."""
    for _person in range(2):
        if fresh(run).state == Import.State.APPLIED:
            ask_to_undo(import_id=run.pk, by=make_user(Role.FUNDRAISER), now=now)
    undo_import(import_id=run.pk, now=now)
    return fresh(run)


def fresh(run: Import) -> Import:
    return Import.objects.get(pk=run.pk)


def verdicts(run: Import) -> list[str]:
    return list(run.lines.order_by("number").values_list("verdict", flat=True))


def problems(run: Import) -> list[tuple[int, str, str]]:
    """Row, field and code of each refusal."""
    rows = ImportRow.objects.filter(run=run).order_by("number")
    return [(row.number, field, code) for row in rows for field, code, _facts in row.problems]

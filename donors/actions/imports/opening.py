"""A file is opened: looked at, kept in parts, recognised by its header or mapped by a person; then read."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from accounts.audit import record
from accounts.models import User
from core.guard import name_findings
from core.incoming import FileRefused, Shape, header_and_samples, shape_of
from core.sieve import broken_in
from donors.actions.imports.mapping import by_name, by_place, header_hash, remembered
from donors.actions.imports.reading import READ, ring
from donors.kinds import KINDS, format_of
from donors.models import Import, ImportMapping, ImportPart

SOURCE = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")
NAMELESS = "file.csv"
# a person may begin anew from here
CHANGEABLE = (Import.State.MAPPING, Import.State.READY, Import.State.FAILED)

UNKNOWN = lazy(
    "Its columns are not those of a program that we know. Choose the file again, and say below what is in it;"
    " then you name its columns."
)


class ImportRefused(Exception):
    """A sentence for the person who asked."""


@dataclass(frozen=True)
class Upload:
    """A file as it came; `parts` yields its bytes from the beginning, as often as it is asked."""

    name: str
    size: int
    parts: Callable[[], Iterable[bytes]]


@dataclass(frozen=True)
class Choice:
    """How a file is read: by field the number of a column, whose ids it carries, whether it only adds."""

    mapping: Mapping[str, int]
    source: str
    only_adds: bool


def open_import(*, upload: Upload, kind: str, by: User, now: datetime) -> Import:
    """Keep a file. A known one, or one whose columns were named before, begins to be read; return it.

    `kind` may be empty for a known file, which says what it holds.

    Raises: ImportRefused, with the sentence of the file's fault where there is one.
    """
    try:
        shape = shape_of(upload.parts())
        header, samples = header_and_samples(upload.parts(), shape)
        if broken_in(header, name_findings):  # they would stay as long as the import, and are a row of data
            raise FileRefused("no_header")
    except FileRefused as refusal:
        raise ImportRefused(str(refusal)) from None
    known = format_of(header, kind)
    chosen = KINDS.get(known.kind if known else kind)
    if chosen is None:
        raise ImportRefused(str(UNKNOWN))
    if not chosen.roles & by.roles:
        raise ImportRefused(
            _("You do not work with what this file holds: %(kind)s.") % {"kind": chosen.label}
        )
    kept = None if known else remembered(chosen, header)
    with transaction.atomic():
        run = Import(
            kind=chosen.name,
            format=known.name if known else "",
            source=known.source if known else kept.source if kept else "file",
            only_adds=kept.only_adds if kept else False,
            mapping=by_place(kept, header) if kept else {},
            header=header,
            samples=samples,
        )
        _keep(run, upload, shape, by=by, now=now)
        if known or kept:
            _begin(run, now)
    return run


def read_with(*, import_id: int, choice: Choice, by: User, now: datetime) -> Import:
    """Read a file by the columns that a person named, and remember them. What was read before is forgotten.

    Raises: ImportRefused.
    """
    if not SOURCE.fullmatch(choice.source):
        raise ImportRefused(_("Name the program in small letters, without spaces, like givewp."))
    with transaction.atomic():
        run = Import.objects.select_for_update().filter(pk=import_id, state__in=CHANGEABLE).first()
        if run is None or run.format:
            raise ImportRefused(_("The columns of this file cannot be named any more."))
        _check(run, choice)
        run.mapping, run.source, run.only_adds = dict(choice.mapping), choice.source, choice.only_adds
        ImportMapping.objects.update_or_create(
            kind=run.kind,
            header_hash=header_hash(run.header),
            defaults={
                "source": run.source,
                "only_adds": run.only_adds,
                "mapping": by_name(run.mapping, run.header),
                "at": now,
            },
        )
        run.lines.all().delete()
        _begin(run, now)
        _note(run, "mapped", by=by, now=now)
    return run


def _check(run: Import, choice: Choice) -> None:
    """A mapping names fields of the kind and columns of the file, each once."""
    columns = KINDS[run.kind].columns
    places = list(choice.mapping.values())
    if not places:
        raise ImportRefused(_("Name at least one column."))
    if len(set(places)) < len(places):
        raise ImportRefused(_("Two fields cannot come from one column."))
    if set(choice.mapping) - set(columns) or not all(0 <= place < len(run.header) for place in places):
        raise ImportRefused(_("There is no such column."))


def _begin(run: Import, now: datetime) -> None:
    run.state, run.rows_read, run.turn = Import.State.READING, 0, run.turn + 1
    run.worked_at, run.failure, run.counts = now, [], {}
    run.save()
    ring(run, READ, now=now)


def _keep(run: Import, upload: Upload, shape: Shape, *, by: User, now: datetime) -> None:
    """Write the file away, a part at a time, with what is known of it; the number of rows is a guess."""
    run.file_name, run.size = _safe_name(upload.name), upload.size
    run.encoding, run.delimiter = shape.encoding, shape.delimiter
    run.created_at, run.worked_at, run.by = now, now, by
    run.save()
    lines = 0
    for number, part in enumerate(upload.parts()):
        ImportPart.objects.create(run=run, number=number, content=part)
        lines += part.count(b"\n")
    run.rows = max(lines - 1, 1)
    run.save(update_fields=["rows"])
    _note(run, "opened", by=by, now=now)


def _safe_name(name: str) -> str:
    """Return a file's name as it may be shown: its last part, of plain signs, unless it tells of somebody."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    if name_findings(last) or name_findings(re.sub(r"[\W_]+", " ", last)):
        return NAMELESS
    return re.sub(r"[^\w .()-]", "_", last)[:100] or NAMELESS


def _note(run: Import, what: str, *, by: User, now: datetime) -> None:
    record(
        actor=by,
        verb=f"import.{what}",
        about=("import", str(run.pk)),
        now=now,
        after={"kind": run.kind, "format": run.format, "rows": run.rows},
    )

"""Everything about a person in one file, for people (CSV) and for machines (JSON)."""

import json
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.serializers.json import DjangoJSONEncoder

from accounts.holders import Table
from core.exports import WITHHELD, csv_lines
from core.shield import holds_place

BOM = "\ufeff"  # some spreadsheet programs take a file without it for Latin-1


def archive(tables: Sequence[Table], *, made_at: datetime) -> bytes:
    """Return a ZIP with `everything.json` and a CSV for each table that has rows."""
    shown = [_without_places(table) for table in tables]
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as folder:
        folder.writestr("everything.json", _as_json(shown, made_at))
        for table in shown:
            if table.rows:
                folder.writestr(f"{table.name}.csv", BOM + "".join(csv_lines(table.columns, table.rows)))
    return out.getvalue()


def _as_json(tables: Sequence[Table], made_at: datetime) -> str:
    said = {
        table.name: [dict(zip(table.columns, row, strict=True)) for row in table.rows] for table in tables
    }
    whole = {"made_at": made_at, **said}
    return json.dumps(whole, cls=DjangoJSONEncoder, indent=2, ensure_ascii=False)


def _without_places(table: Table) -> Table:
    """A row that tells a confidential place leaves without its words."""
    if not holds_place([str(cell) for row in table.rows for cell in row]):
        return table
    rows = [
        tuple(WITHHELD for _cell in row) if holds_place([str(cell) for cell in row]) else row
        for row in table.rows
    ]
    return Table(table.name, table.columns, rows)

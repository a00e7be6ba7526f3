"""An uploaded file as it was kept: its bytes in parts, its rows below the names of columns."""

from collections.abc import Iterator

from core.incoming import Shape, rows_of
from donors.models import Import, ImportPart


def parts_of(run: Import) -> Iterator[bytes]:
    """Yield the file's bytes, one part in memory at a time."""
    for number in ImportPart.objects.filter(run=run).order_by("number").values_list("number", flat=True):
        yield bytes(ImportPart.objects.values_list("content", flat=True).get(run=run, number=number))


def rows_below_header(run: Import) -> Iterator[tuple[int, list[str]]]:
    """Yield the file's rows but for the names of its columns. Raises: FileRefused."""
    rows = rows_of(parts_of(run), Shape(run.encoding, run.delimiter))
    next(rows, None)
    yield from rows

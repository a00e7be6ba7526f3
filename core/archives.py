"""Archives that leave the house: a ZIP that begins at once and never stands whole in memory or on disk."""

import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.http import StreamingHttpResponse

Entry = tuple[str, Iterable[bytes]]


class _Pipe:
    """What the archive is written to; `take` hands over what came since."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, part: bytes, /) -> int:
        self._parts.append(bytes(part))
        return len(part)

    def close(self) -> None:
        """Nothing to do: it is no file."""

    def flush(self) -> None:
        """Nothing to do: whatever is written is there."""

    def take(self) -> bytes:
        taken = b"".join(self._parts)
        self._parts.clear()
        return taken


def zip_parts(entries: Iterable[Entry], *, at: datetime) -> Iterator[bytes]:
    """Yield an archive of named files, each given in parts; papers are stored, all else is compressed.

    All bear the same time, so equal files make equal archives.
    """
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w") as archive:
        for name, parts in entries:
            info = zipfile.ZipInfo(name, date_time=at.timetuple()[:6])
            info.compress_type = zipfile.ZIP_STORED if name.endswith(".pdf") else zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            with archive.open(info, "w", force_zip64=True) as file:
                for part in parts:
                    file.write(part)
                    if taken := pipe.take():
                        yield taken
    yield pipe.take()


def zip_response(filename: str, entries: Iterable[Entry], *, at: datetime) -> StreamingHttpResponse:
    """Return a download that begins at once and holds one file's part in memory."""
    response = StreamingHttpResponse(zip_parts(entries, at=at), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    response["Cache-Control"] = "no-store"
    return response

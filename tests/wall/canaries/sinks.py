"""Where a canary may come out: the database to its last row, mail, papers, sessions, lines of logs."""

import base64
import html
import io
import json
import subprocess
import zlib
from collections.abc import Iterable, Iterator
from functools import cache
from urllib.parse import quote, quote_plus

import pikepdf
from django.contrib.sessions.models import Session
from django.core.mail import EmailMultiAlternatives
from django.db import connection

from core.shield.needles import Needles


@cache
def dresses_of(mark: str) -> tuple[set[str], set[str]]:
    """Return a mark as it may stand in a sink: in small letters plain, escaped, URL- and hex-encoded; and to
    the letter in base64, at each of three places, without the signs that its neighbours change.
    """
    raw = mark.encode()
    plain = {mark, html.escape(mark), quote(mark), quote_plus(mark), json.dumps(mark)[1:-1], raw.hex()}
    encoded = {
        base64.b64encode(b"\0" * before + raw).decode().rstrip("=")[first:-1]
        for before, first in ((0, 0), (1, 2), (2, 3))
    }
    return {one.lower() for one in plain}, encoded


def marks_in(text: str, marks: Iterable[str]) -> set[str]:
    """Return the marks that a text holds in any dress."""
    small, found = text.lower(), set()
    for mark in marks:
        plain, encoded = dresses_of(mark)
        if any(one in small for one in plain) or any(one in text for one in encoded):
            found.add(mark)
    return found


def hits(sinks: Iterable[tuple[str, str]], marks: Iterable[str], places: Needles | None = None) -> list[str]:
    """Return `where: what` for each mark, and for each place in any dress, that a sink holds."""
    wanted = list(marks)
    found = []
    for where, text in sinks:
        found += [f"{where}: {mark}" for mark in sorted(marks_in(text, wanted))]
        if places is not None and places.found_in(text):
            found.append(f"{where}: a sealed place")
    return found


def database() -> Iterator[tuple[str, str]]:
    """Yield every table as text, in the state of this transaction; sessions and files are opened besides."""
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            with cursor.copy(f'COPY (SELECT * FROM "{table}") TO STDOUT') as rows:
                yield f"table {table}", b"".join(bytes(part) for part in rows).decode(errors="replace")
        for table, column in _files(cursor):
            cursor.execute(f'SELECT "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL')
            for (content,) in cursor.fetchall():
                yield from file_texts(f"file in {table}.{column}", bytes(content))
    for session in Session.objects.all():
        yield "session", json.dumps(session.get_decoded(), default=str)


def _files(cursor: "connection.cursor") -> list[tuple[str, str]]:  # type: ignore[name-defined] # Django's own type
    cursor.execute(
        "SELECT table_name, column_name FROM information_schema.columns"
        " WHERE data_type = 'bytea' AND table_schema = current_schema()"
    )
    return list(cursor.fetchall())


def mail(outbox: Iterable[EmailMultiAlternatives]) -> Iterator[tuple[str, str]]:
    """Yield subject, headers, words and files of each mail."""
    for message in outbox:
        parts = [str(alternative[0]) for alternative in message.alternatives]
        yield "mail", "\n".join([str(message.message()), str(message.subject), str(message.body), *parts])
        for attachment in message.attachments:
            name, content, _kind = attachment
            raw = content.encode() if isinstance(content, str) else bytes(content)
            yield from file_texts(f"mail with {name}", raw)


def file_texts(where: str, content: bytes) -> Iterator[tuple[str, str]]:
    """Yield what a file says: as it stands, and of a PDF its words and its streams unpacked."""
    yield where, content.decode("latin-1")
    if content.startswith(b"%PDF") and len(content) > 100:
        yield f"{where}, words", pdf_words(content)
        yield f"{where}, streams", "\n".join(_streams(content))


def pdf_words(content: bytes) -> str:
    """Return the words of a PDF as a reader sees them."""
    done = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True)
    return done.stdout.decode()


def _streams(content: bytes) -> Iterator[str]:
    with pikepdf.open(io.BytesIO(content)) as document:
        for one in document.objects:
            if isinstance(one, pikepdf.Stream):
                try:
                    yield one.read_bytes().decode("latin-1")
                except (pikepdf.PdfError, zlib.error):
                    yield one.read_raw_bytes().decode("latin-1")

"""Any bytes become rows or a sentence, and what leaves by our export comes in again as it was."""

import csv
import io
import zipfile
from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.exports import csv_lines, defuse
from core.incoming import (
    LONGEST_CELL,
    MOST_COLUMNS,
    SENTENCES,
    FileRefused,
    Shape,
    fused,
    header_and_samples,
    is_formula,
    rows_of,
    shape_of,
)

TABLE = [["Name", "E-mail"], ["María López", "maria@example.org"], ["O'Brien, “Pat”", "pat@example.org"]]


def parts_of(content: bytes, size: int = 7) -> list[bytes]:
    return [content[at : at + size] for at in range(0, len(content), size)]


def read(content: bytes, size: int = 7) -> list[list[str]]:
    parts = parts_of(content, size)
    return [row for _number, row in rows_of(parts, shape_of(parts))]


def written(rows: list[list[str]], delimiter: str = ",", end: str = "\r\n") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows(rows)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_a_table_is_read_however_it_is_written(encoding: str, delimiter: str, end: str) -> None:
    assert read(written(TABLE, delimiter, end).encode(encoding), 1000) == TABLE


def test_parts_may_end_within_a_sign() -> None:
    assert read(written(TABLE).encode("utf-8"), 1) == TABLE
    assert read(written(TABLE).encode("utf-16"), 3) == TABLE


def test_a_line_that_names_the_delimiter_is_no_row() -> None:
    assert read(b"sep=;\r\n" + written(TABLE, ";").encode(), 1000) == TABLE


def test_a_cell_may_hold_lines_and_rows_are_counted_as_spreadsheets_do() -> None:
    content = b'Name,Note\r\n"Ana","one\r\ntwo"\r\n\r\nBen,\r\n'
    parts = parts_of(content, 1000)
    assert list(rows_of(parts, shape_of(parts))) == [
        (1, ["Name", "Note"]),
        (2, ["Ana", "one\r\ntwo"]),
        (4, ["Ben", ""]),
    ]


def opened(parts: list[bytes]) -> None:
    """All that is done with a file before anybody looks at it."""
    shape = shape_of(parts)
    header, _samples = header_and_samples(parts, shape)
    assert len(set(header)) == len(header)
    for number, row in rows_of(parts, shape):
        assert number >= 1
        assert all(isinstance(cell, str) for cell in row)


def packed() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("people.csv", "Name\nAna\n")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\n\n\n", "empty"),
        (packed(), "workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "workbook"),
        (b"%PDF-1.7\n", "not_a_table"),
        (b"\x1f\x8b\x08", "packed"),
        (bytes(range(256)), "not_text"),
        (b"Name\nA\x81na\n", "not_text"),
        (b"Name,E-mail\n", "no_rows"),
        (b"ana@example.org,Ana\nben@example.org,Ben\n", "no_header"),
        ((",".join(f"c{n}" for n in range(MOST_COLUMNS + 1)) + "\nx\n").encode(), "too_many_columns"),
        (b'Name\n"' + b"x" * 140_000, "quote_open"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(content: bytes, code: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        opened(parts_of(content, 50_000))
    assert refusal.value.code == code
    assert str(refusal.value)


def test_a_file_that_is_too_large_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.incoming.MOST_BYTES", 100)
    asked: list[int] = []

    def endless() -> Iterator[bytes]:
        while True:
            asked.append(1)
            yield b"x" * 60

    with pytest.raises(FileRefused):
        shape_of(endless())
    assert len(asked) == 2


def test_names_of_columns_are_each_there_once() -> None:
    parts = parts_of(b"Name,,Name\nAna,x,y\n", 1000)
    assert header_and_samples(parts, Shape("utf-8", ","))[0] == ["Name", "column (2)", "Name (3)"]


@given(st.binary(max_size=400), st.integers(1, 50))
@example(b'"', 1)
@example(b"\xff\xfe\x00\xd8", 1)
@example(b"a\x00", 1)
@example("Ñ".encode("utf-16-be"), 1)
def test_any_bytes_are_rows_or_a_sentence(content: bytes, size: int) -> None:
    code = ""
    try:
        opened(parts_of(content, size))
    except FileRefused as refusal:
        code = refusal.code
    assert code == "" or code in SENTENCES


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=8))
def test_what_our_export_writes_comes_in_as_it_was(rows: list[list[str]]) -> None:
    content = "".join(csv_lines(["a", "b", "c"], rows)).encode()
    parts = parts_of(content)
    found = [[fused(cell) for cell in row] for _number, row in rows_of(parts, Shape("utf-8", ","))]
    assert found == [["a", "b", "c"], *[row for row in rows if any(row)]]


@given(CELLS)
@example("'=1")
@example("' =1")
@example("''")
@example("\"=cmd|' /C calc'!A0")
def test_defusing_is_taken_back_exactly_and_nothing_else_is(text: str) -> None:
    assert fused(defuse(text)) == text
    assert not is_formula(defuse(text)) or defuse(text).startswith("'")
    if not text.startswith("'"):
        assert fused(text) == text


def test_the_longest_cell_is_shorter_than_what_csv_gives_up_at() -> None:
    assert csv.field_size_limit() > LONGEST_CELL

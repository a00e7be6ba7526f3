"""What a reader finds in a paper: its text, its picture."""

import shutil
import subprocess
from pathlib import Path

import pytest


def text_of(data: bytes, folder: Path) -> str:
    """The text of all pages, each ended by a form feed."""
    return _run(["pdftotext", "-enc", "UTF-8"], data, folder, "-").decode()


def one_line(data: bytes, folder: Path) -> str:
    """The text with one space between words, wherever lines broke."""
    return " ".join(text_of(data, folder).split())


def picture_of(data: bytes, folder: Path, *options: str, page: int = 1) -> bytes:
    """A page as a PNG at 150 dpi, as a scanner would see it."""
    return _run(["pdftoppm", "-r", "150", "-f", str(page), "-l", str(page), "-png", *options], data, folder)


def _run(command: list[str], data: bytes, folder: Path, *after: str) -> bytes:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} not installed")
    (folder / "read.pdf").write_bytes(data)
    return subprocess.run(
        [*command, str(folder / "read.pdf"), *after], capture_output=True, check=True
    ).stdout

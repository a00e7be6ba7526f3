"""A certificate that cannot sign is named before the house starts."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from core import certificate
from core.certificate import fault, read_certificate
from tests.core.certificates import BEGAN, ENDS, PASSWORD, Authority

NOW = BEGAN + timedelta(days=300)
AUTHORITY = Authority()


def test_none_is_no_fault() -> None:
    assert fault("", "", now=NOW) == ""


@pytest.mark.parametrize("password", [PASSWORD, ""])
def test_a_sound_one_says_until_when_it_signs(password: str, tmp_path: Path) -> None:
    file = AUTHORITY.write(tmp_path / "a.p12", password=password)
    found = read_certificate(str(file), password, now=NOW)
    assert (found.starts_at, found.ends_at, found.content) == (BEGAN, ENDS, file.read_bytes())
    assert fault(str(file), password, now=NOW) == ""


@pytest.mark.parametrize(
    ("make", "password", "says"),
    [
        (lambda file: file, PASSWORD, "cannot be read (No such file or directory)"),
        (lambda file: file.parent, PASSWORD, "cannot be read (Is a directory)"),
        (AUTHORITY.write, "wrong", "RECEIPT_CERTIFICATE_PASSWORD is wrong"),
        (AUTHORITY.write, "", "RECEIPT_CERTIFICATE_PASSWORD is wrong"),
        (lambda file: AUTHORITY.write(file, has_key=False), PASSWORD, "lacks a key"),
        (
            lambda file: AUTHORITY.write(file, ends_at=NOW - timedelta(days=1)),
            PASSWORD,
            "expired on 2026-10-27",
        ),
        (
            lambda file: AUTHORITY.write(file, starts_at=NOW + timedelta(days=1)),
            PASSWORD,
            "valid from 2026-10-29",
        ),
    ],
)
def test_what_cannot_sign_is_said_in_a_sentence(
    make: Callable[[Path], Path], password: str, says: str, tmp_path: Path
) -> None:
    assert says in fault(str(make(tmp_path / "a.p12")), password, now=NOW)


def test_a_file_that_is_something_else_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.p12").write_text("-----BEGIN CERTIFICATE-----")
    assert "no PKCS#12 file" in fault(str(tmp_path / "a.p12"), PASSWORD, now=NOW)


def test_what_signs_must_be_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(certificate, "EXTRA", "no_such_package")
    file = AUTHORITY.write(tmp_path / "a.p12")
    assert "Install requirements/seal.txt" in fault(str(file), PASSWORD, now=NOW)

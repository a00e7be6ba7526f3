"""The demo's mailbox keeps whole mails in a folder, shows them, and is nowhere else."""

from datetime import datetime
from pathlib import Path

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.test import Client
from pytest_django import Settings

from letters.actions import join_attachment
from letters.tasks import deliver
from tests.letters.makers import make_letter


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    """Mail goes there."""
    settings.EMAIL_BACKEND = "letters.mailbox.DemoMailbox"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    settings.ROOT_URLCONF = "tests.letters.demo_roof"
    return tmp_path


@pytest.mark.django_db
def test_a_letter_lands_there_with_its_file_and_can_be_read(
    client: Client, folder: Path, now: datetime
) -> None:
    letter = make_letter()
    join_attachment(
        key=letter.key, filename="r.pdf", content_type="application/pdf", content=b"%PDF-1", now=now
    )
    deliver(str(letter.pk), now)
    [file] = folder.iterdir()
    listed = client.get("/demo/mailbox/").content.decode()
    assert "Your receipt" in listed
    assert "1 file" in listed
    page = client.get(f"/demo/mailbox/{file.stem}/").content.decode()
    assert "maria@example.org" in page
    assert "Dear Maria Lopez," in page
    download = client.get(f"/demo/mailbox/{file.stem}/files/0/")
    assert (download.content, download["Content-Type"]) == (b"%PDF-1", "application/pdf")
    paper = client.get(f"/demo/mailbox/{file.stem}/paper/")
    assert "Dear Maria Lopez," in paper.content.decode()
    assert "sandbox" in paper["Content-Security-Policy"]
    assert client.get(f"/demo/mailbox/{file.stem}/files/1/").status_code == 404


def test_the_newest_stands_first(client: Client, folder: Path, db: None) -> None:
    for subject in ("first", "second"):
        EmailMultiAlternatives(subject, "x", "a@example.org", ["b@example.org"]).send()
    listed = client.get("/demo/mailbox/").content.decode()
    assert listed.index("second") < listed.index("first")


def test_an_empty_mailbox_says_how_to_fill_it(client: Client, folder: Path, db: None) -> None:
    assert "No mail yet" in client.get("/demo/mailbox/").content.decode()


@pytest.mark.parametrize("name", ["..%2f..%2fpasswd", "../secret", "20261125T170000000000-000000000000"])
def test_no_other_file_can_be_read(name: str, client: Client, folder: Path, db: None) -> None:
    assert client.get(f"/demo/mailbox/{name}/").status_code == 404


def test_a_subject_with_markup_is_text(client: Client, folder: Path, db: None) -> None:
    EmailMultiAlternatives("<script>x</script>", "x", "a@example.org", ["b@example.org"]).send()
    assert "<script>x" not in client.get("/demo/mailbox/").content.decode()


def test_a_half_written_mail_is_not_listed(client: Client, folder: Path, db: None) -> None:
    (folder / ".20261125T170000000000-000000000000.part").write_bytes(b"Subject: half")
    assert "half" not in client.get("/demo/mailbox/").content.decode()


def test_sending_returns_how_many_were_written(folder: Path) -> None:
    mail = EmailMultiAlternatives("x", "x", "a@example.org", ["b@example.org"])
    assert get_connection().send_messages([mail, mail]) == 2
    assert len(list(folder.iterdir())) == 2


def test_elsewhere_the_mailbox_does_not_exist(client: Client, db: None) -> None:
    assert client.get("/demo/mailbox/").status_code == 404

"""The demo's mailbox: mail goes into a folder and is read on a page, so nothing ever leaves the machine."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage as ReceivedMessage
from email.parser import BytesParser
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

STAMP = "%Y%m%dT%H%M%S%f"
SHOWN = 200


class DemoMailbox(BaseEmailBackend):
    """Django's door for mail asks for a class."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write each mail to a file that appears whole or not at all."""
        folder = _folder()
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            name = f"{timezone.now().strftime(STAMP)}-{uuid.uuid4().hex[:12]}"
            draft = folder / f".{name}.part"
            draft.write_bytes(message.message().as_bytes())
            draft.rename(folder / f"{name}.eml")
        return len(email_messages)


@dataclass(frozen=True)
class Received:
    """A mail as the list shows it."""

    name: str
    at: datetime
    subject: str
    sender: str
    to: str
    attachments: int


def newest() -> list[Received]:
    """Return the newest mails, newest first."""
    files = sorted(_folder().glob("*.eml"), reverse=True)[:SHOWN]
    return [_received(file) for file in files]


def open_mail(name: str) -> tuple[Received, ReceivedMessage]:
    """Return one mail. Raises: FileNotFoundError."""
    file = _folder() / f"{name}.eml"
    return _received(file), _parse(file)


def body(message: ReceivedMessage, kind: str) -> str:
    """Return the mail's text (`plain`) or page (`html`); empty where it has none."""
    part = message.get_body((kind,))
    return str(part.get_content()) if part is not None else ""


def _folder() -> Path:
    return settings.BASE_DIR / settings.EMAIL_FILE_PATH


def _parse(file: Path) -> ReceivedMessage:
    return BytesParser(policy=policy.default).parsebytes(file.read_bytes())


def _received(file: Path) -> Received:
    message = _parse(file)
    return Received(
        name=file.stem,
        at=datetime.strptime(file.stem.partition("-")[0], STAMP).replace(tzinfo=UTC),
        subject=str(message["Subject"]),
        sender=str(message["From"]),
        to=str(message["To"]),
        attachments=sum(1 for _part in message.iter_attachments()),
    )

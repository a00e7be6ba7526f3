"""The one door to the mail provider: Django's mail with any of its backends, Anymail's among them.

Whatever must not leave the house in a letter is to be stopped here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from email.utils import formataddr, parseaddr
from smtplib import SMTPException, SMTPRecipientsRefused
from typing import Any

from anymail.exceptions import AnymailError, AnymailInvalidAddress, AnymailRecipientsRefused
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import Resolver404, resolve
from django.views import View

from core.shield import refuse_leak


class MailUnavailable(Exception):
    """The provider could not take the letter now; trying again later may help."""


class MailRefused(Exception):
    """The provider will never take this letter."""


@dataclass(frozen=True)
class Enclosure:
    """A file to go with a mail."""

    filename: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Mail:
    """What goes out of the door, ready to be read."""

    letter_id: int
    to_email: str
    sender_name: str
    reply_to: str
    subject: str
    text: str
    html: str
    unsubscribe_url: str = ""
    enclosures: Sequence[Enclosure] = field(default=())


def send(mail: Mail) -> str:
    """Hand a mail to the provider; return the provider's id of it, or our own Message-ID.

    The Message-ID is the same at each attempt, so that a letter sent twice (see `letters.tasks`) can be
    recognised as one by the provider and by the reader's mailbox.
    Raises: MailRefused when it is final; MailUnavailable when a later attempt may work; LeakRefused when it
    tells a confidential place.
    """
    _refuse_leaks(mail)
    message = _message(mail)
    try:
        message.send()
    except (AnymailRecipientsRefused, AnymailInvalidAddress) as error:
        raise MailRefused(type(error).__name__) from error
    except SMTPRecipientsRefused as error:
        codes = [code for code, _reply in error.recipients.values()]
        kind = MailRefused if all(code >= 500 for code in codes) else MailUnavailable
        raise kind(f"SMTP {max(codes, default=0)}") from error
    except (AnymailError, SMTPException, OSError) as error:
        raise MailUnavailable(type(error).__name__) from error
    status: Any = getattr(message, "anymail_status", None)
    return str(getattr(status, "message_id", None) or _message_id(mail.letter_id))


def _refuse_leaks(mail: Mail) -> None:
    """A PDF's words are looked at where it is drawn: in the file they are glyphs. Raises: LeakRefused."""
    texts = [file for file in mail.enclosures if file.content_type.startswith("text/")]
    files = [(file.filename, file.content.decode(errors="replace")) for file in texts]
    refuse_leak(mail.subject, "letters.subject")
    refuse_leak(mail.text, "letters.text")
    refuse_leak(mail.html, "letters.html")
    refuse_leak((mail.sender_name, mail.reply_to), "letters.sender")
    refuse_leak(files, "letters.file")


def sender(name: str) -> str:
    """Return the From line. A name inside DEFAULT_FROM_EMAIL wins: it may be more neutral than ours."""
    own_name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((" ".join((own_name or name).split()), address))


def _message(mail: Mail) -> EmailMultiAlternatives:
    headers = {
        "Message-ID": _message_id(mail.letter_id),
        # holiday replies to a machine help nobody
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    if mail.unsubscribe_url:
        headers["List-Unsubscribe"] = f"<{mail.unsubscribe_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        from_email=sender(mail.sender_name),
        to=[mail.to_email],
        reply_to=[mail.reply_to] if mail.reply_to else [],
        headers=headers,
    )
    message.attach_alternative(mail.html, "text/html")
    for enclosure in mail.enclosures:
        message.attach(enclosure.filename, enclosure.content, enclosure.content_type)
    # these three are read by Anymail only: its reports bring our id back even if we died before noting
    # theirs, and nobody counts who opened what
    message.metadata = {"letter": str(mail.letter_id)}  # type: ignore[attr-defined] # Anymail reads it
    message.track_opens = False  # type: ignore[attr-defined] # Anymail reads it
    message.track_clicks = False  # type: ignore[attr-defined] # Anymail reads it
    return message


def _message_id(letter_id: int) -> str:
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<letter.{letter_id}@{host}>"


def tracking_view(provider: str) -> type[View]:
    """Return Anymail's view that reads a provider's delivery reports.

    Raises: Resolver404 for a name that is not the configured provider's or that Anymail does not know.
    Other providers stay closed: each proves itself in its own way, and only one is set up.
    """
    if not provider or provider != settings.ANYMAIL_PROVIDER:
        raise Resolver404({"path": provider})
    found: Any = resolve(f"/{provider}/tracking/", urlconf="anymail.urls").func
    view: type[View] = found.view_class
    return view


def is_guarded(view: type[View]) -> bool:
    """Whether forged reports would be refused.

    Trap: where no secret is set Anymail only warns, and answers 200 to whatever anyone sends. Views with
    `warn_if_no_basic_auth` off always check a signature; of all others we demand the shared secret, written
    `user:password`.
    """
    secret = str(settings.ANYMAIL.get("WEBHOOK_SECRET", ""))
    signs_always = not getattr(view, "warn_if_no_basic_auth", True)
    return signs_always or (":" in secret and len(secret) >= 24)

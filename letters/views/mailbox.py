"""The demo's mailbox, open to everyone: it holds the demo's mail and is routed only there."""

from email.message import EmailMessage

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.access import public
from letters.mailbox import Received, body, newest, open_mail
from letters.views.paper import frame_of, paper


@public
@require_GET
def mailbox(request: HttpRequest) -> HttpResponse:
    """All mail, newest first."""
    return render(request, "letters/mailbox.html", {"mails": newest()})


@public
@require_GET
def mail(request: HttpRequest, name: str) -> HttpResponse:
    """One mail: its lines, its text, its page, its files."""
    received, message = _open(name)
    files = [(place, part.get_filename() or "file") for place, part in enumerate(message.iter_attachments())]
    context = {
        "mail": received,
        "text": body(message, "plain"),
        "has_html": bool(body(message, "html")),
        "files": files,
        "headers": [(key, value) for key, value in message.items() if key.startswith("List-")],
    }
    return frame_of(render(request, "letters/mail.html", context))


@public
@require_GET
def mail_html(request: HttpRequest, name: str) -> HttpResponse:
    """The mail as a mail program shows it."""
    _received, message = _open(name)
    return paper(body(message, "html"))


@public
@require_GET
def mail_file(request: HttpRequest, name: str, place: int) -> HttpResponse:
    """A file of the mail."""
    _received, message = _open(name)
    parts = dict(enumerate(message.iter_attachments()))
    if place not in parts:
        raise Http404
    content = parts[place].get_payload(decode=True)
    given = parts[place].get_filename() or "file"
    filename = "".join(sign for sign in given if sign.isalnum() or sign in "-_.")
    headers = {"Content-Disposition": f'attachment; filename="{filename}"'}
    return HttpResponse(content, content_type=parts[place].get_content_type(), headers=headers)


def _open(name: str) -> tuple[Received, EmailMessage]:
    try:
        return open_mail(name)
    except FileNotFoundError as error:
        raise Http404 from error

"""What owners of peer pages are told."""

from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from campaigns.models import PeerPage
from letters.actions import queue_letter
from letters.kinds import LetterKind, register

SAMPLE = {"name": "Maria", "title": "Run for a warm bed"}
OPENED = register(
    LetterKind(
        name="peer_page_opened",
        title=_("A peer page is open"),
        facts=SAMPLE | {"address": "https://give.example.org/with/run-abc234/"},
    )
)
DECLINED = register(
    LetterKind(
        name="peer_page_declined",
        title=_("A peer page was not opened"),
        facts=SAMPLE | {"why": _("It says too much about somebody")},
    )
)


def tell_opened(*, page: PeerPage, now: datetime) -> None:
    """Send the owner the address that they may send to friends."""
    address = f"{settings.SITE_URL}{page.get_absolute_url()}"
    _queue(OPENED, page, {"address": address}, now)


def tell_declined(*, page: PeerPage, now: datetime) -> None:
    """Say kindly that it is not shown, and why."""
    with translation.override(page.owner.language):
        why = str(page.get_why_display())
    _queue(DECLINED, page, {"why": why}, now)


def _queue(kind: LetterKind, page: PeerPage, facts: dict[str, str], now: datetime) -> None:
    queue_letter(
        kind=kind.name,
        key=f"{kind.name}:{page.pk}:{now:%Y%m%d%H%M%S%f}",
        to_email=page.owner.email,
        language=page.owner.language,
        facts={"name": page.shown_name, "title": page.title, **facts},
        about=("peer_page", str(page.pk)),
        now=now,
    )

"""Peer pages: asked for, read by staff, opened or not, changed and closed by their owner."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.crypto import get_random_string
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from accounts.organisation import the_zone
from campaigns.letters import tell_declined, tell_opened
from campaigns.models import Appeal, Campaign, PeerPage
from core.clock import legal_day
from core.guard import PLACE
from core.shield import holds_place

State = PeerPage.State
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"


class PeerRefused(Exception):
    """The sentence is for the person."""


@dataclass(frozen=True)
class PeerFacts:
    """What somebody writes on their page."""

    shown_name: str
    title: str
    words: str
    goal: Decimal | None = None


def ask_for_page(*, campaign_id: int, facts: PeerFacts, by: User, now: datetime) -> PeerPage:
    """Write a page down; nobody sees it before staff have read it.

    Raises: PeerRefused where the campaign takes no gifts, or the person has a page there already.
    """
    with transaction.atomic():
        campaign = Campaign.objects.running().filter(pk=campaign_id).first()
        if campaign is None:
            raise PeerRefused(_("This campaign takes no gifts at the moment."))
        try:
            with transaction.atomic():
                page = PeerPage.objects.create(
                    campaign=campaign, owner=by, slug=_address(facts.title), asked_at=now, **vars(facts)
                )
        except IntegrityError as error:
            raise PeerRefused(_("You have a page for this campaign already.")) from error
        record(actor=by, verb="peer_page.asked", about=_about(page), now=now)
    return page


def change_page(*, page_id: int, facts: PeerFacts, by: User, now: datetime) -> PeerPage:
    """Let the owner's page say something else; staff read it again before anybody does.

    Raises: PeerRefused for a page that was closed.
    """
    with transaction.atomic():
        page = _locked(page_id)
        if page.state == State.CLOSED:
            raise PeerRefused(_("This page is closed."))
        for name, value in vars(facts).items():
            setattr(page, name, value)
        if page.appeal_id is None:  # nobody knows its address yet, which says the words that were read
            page.slug = _address(facts.title)
        page.state, page.asked_at, page.why = State.ASKED, now, ""
        try:
            with transaction.atomic():
                page.save()
        except IntegrityError as error:
            raise PeerRefused(_("You have a page for this campaign already.")) from error
        record(actor=by, verb="peer_page.changed", about=_about(page), now=now)
    return page


def open_page(*, page_id: int, read_at: datetime, by: User, now: datetime) -> PeerPage:
    """Let everybody see a page, and tell its owner; `read_at`: when what was read had been asked.

    Raises: PeerRefused where its owner changed it meanwhile, where the campaign takes no gifts, and where it
    tells a confidential place.
    """
    with transaction.atomic():
        page = _to_decide(page_id, read_at)
        if page.campaign.state != Campaign.State.PUBLISHED:
            raise PeerRefused(_("This campaign takes no gifts at the moment."))
        if holds_place((page.shown_name, page.title, page.words)):  # sealed since they were written
            raise PeerRefused(str(PLACE.sentence))
        if page.appeal is None:
            page.appeal = Appeal.objects.create(
                campaign=page.campaign,
                code=f"peer-{page.pk}",
                name=page.title,
                kind=Appeal.Kind.PEER,
                sent_on=legal_day(now, the_zone()),
            )
        page.state, page.decided_at, page.decided_by = State.OPEN, now, by
        page.save()
        record(actor=by, verb="peer_page.opened", about=_about(page), now=now)
        tell_opened(page=page, now=now)
    return page


def decline_page(*, page_id: int, read_at: datetime, why: str, by: User, now: datetime) -> PeerPage:
    """Do not let it be seen, and tell its owner why in a fixed sentence. Raises: PeerRefused as above."""
    with transaction.atomic():
        page = _to_decide(page_id, read_at)
        page.state, page.why, page.decided_at, page.decided_by = State.DECLINED, why, now, by
        page.save()
        record(actor=by, verb="peer_page.declined", about=_about(page), now=now, after={"why": why})
        tell_declined(page=page, now=now)
    return page


def close_page(*, page_id: int, by: User, now: datetime) -> PeerPage:
    """Take a page from sight for good; what it raised stays. Twice is once."""
    with transaction.atomic():
        page = _locked(page_id)
        if page.state != State.CLOSED:
            page.state = State.CLOSED
            page.save(update_fields=["state"])
            record(actor=by, verb="peer_page.closed", about=_about(page), now=now)
    return page


def _address(title: str) -> str:
    return f"{slugify(title)[:40] or 'page'}-{get_random_string(6, SIGNS)}"


def _locked(page_id: int) -> PeerPage:
    rows = PeerPage.objects.select_for_update(of=("self",)).select_related("campaign", "owner", "appeal")
    return rows.get(pk=page_id)


def _to_decide(page_id: int, read_at: datetime) -> PeerPage:
    page = _locked(page_id)
    if page.state != State.ASKED or page.asked_at != read_at:
        raise PeerRefused(_("The page changed meanwhile. Please read it again."))
    return page


def _about(page: PeerPage) -> tuple[str, str]:
    return "peer_page", str(page.pk)

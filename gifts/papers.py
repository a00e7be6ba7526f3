"""From a gift with a tribute to the card for the family."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.organisation import the_letterhead
from core.shield import refuse_leak
from gifts.models import Gift
from gifts.models.tribute import TributeKind
from gifts.pdf import Card, render_card


@dataclass(frozen=True)
class CardNames:
    """Whom the card is for and who is named as giver, as typed for this one print; neither is kept."""

    reader: str
    giver: str
    language: str


def tribute_card(gift: Gift, names: CardNames, *, now: datetime) -> bytes:
    """Return the card: no amount, no address of the donor. Raises: LeakRefused; ValueError for none."""
    if not gift.tribute_kind:
        raise ValueError("a gift without a tribute has no card")
    letterhead = the_letterhead()
    with translation.override(names.language):
        card = _said(gift, names, letterhead.legal_name, now)
    refuse_leak((card, letterhead), "gifts.pdf")
    return render_card(card, letterhead)


def _said(gift: Gift, names: CardNames, us: str, now: datetime) -> Card:
    facts = {"honored": gift.tribute_name, "giver": names.giver, "us": us}
    is_memory = gift.tribute_kind == TributeKind.MEMORY
    if names.giver and is_memory:
        body = _("%(giver)s made a gift to %(us)s in memory of %(honored)s.")
    elif names.giver:
        body = _("%(giver)s made a gift to %(us)s in honor of %(honored)s.")
    elif is_memory:
        body = _("Somebody made a gift to %(us)s in memory of %(honored)s.")
    else:
        body = _("Somebody made a gift to %(us)s in honor of %(honored)s.")
    return Card(
        language=names.language,
        reader=_("For %(name)s") % {"name": names.reader} if names.reader else "",
        title=(_("In memory of %(name)s") if is_memory else _("In honor of %(name)s"))
        % {"name": gift.tribute_name},
        body=body % facts,
        message=str(gift.get_tribute_message_display()) if gift.tribute_message else "",
        made_at=now.replace(microsecond=0),
    )

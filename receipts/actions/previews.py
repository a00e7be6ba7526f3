"""What a gift's receipt would say today. Nothing is written, no number is drawn."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from core.clock import legal_day
from gifts.models import Gift
from receipts.actions.issue import ground, stand_together
from receipts.actions.settle import due_of, together_with
from receipts.models import Unreceipted
from receipts.papers import preview
from receipts.reports.lacking import lacking
from receipts.reports.wording import wording_of
from receipts.snapshot import Heading, Item, claim_of, item_of, take


class PreviewRefused(Exception):
    """A sentence for the person who asked."""


def preview_receipt(*, gift_id: UUID, now: datetime) -> bytes:
    """Return the paper that would be issued now, for the gift and those that share its receipt.

    Raises: PreviewRefused where there would be none; LeakRefused.
    """
    under = ground(now=now)
    gifts = Gift.objects.filter(pk__in=together_with(gift_id)).select_related("donor", "co_payer")
    due = [(gift, paid) for gift in gifts.order_by("given_on", "pk") if (paid := due_of(gift))]
    items = [item_of(gift, paid, under.regime) for gift, paid in due]
    if not items:
        raise PreviewRefused(_("Nothing of this gift stands with a donor, so there would be no receipt."))
    if why := _why_none(items) or lacking(
        items[0].gift, regime=under.regime, organisation=under.organisation
    ):
        label = Unreceipted.Why(why).label
        raise PreviewRefused(_("There would be no receipt: %(why)s.") % {"why": label})
    if not stand_together(items, under.regime):
        raise PreviewRefused(_("These gifts no longer stand on one receipt; each is settled alone."))
    first = items[0].gift
    language = first.donor.language if first.donor else "en"
    heading = Heading(
        regime=under.regime,
        organisation=under.organisation,
        language=language,
        issued_on=legal_day(now, under.organisation.zone),
        wording=wording_of(claim_of(items, under.regime).kind, language),
    )
    return preview(take(items, heading).as_json(), now)


def _why_none(items: list[Item]) -> str:
    """Why the gift gets no paper of its own, where it stands alone."""
    return items[0].claim.why if len(items) == 1 else ""

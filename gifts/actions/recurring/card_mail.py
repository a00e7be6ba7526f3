"""Staff mail a donor the link to give another card."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from donors.models import Donor
from gifts.actions.recurring.requests import RequestRefused, gift_of
from gifts.letters import queue_card_link


def mail_card_link(*, recurring_id: UUID, by: User, now: datetime) -> None:
    """Write the letter with the link to the gift's own page; once a day at most.

    Raises: RequestRefused when the gift has ended, or its donor has no address or wants no mail.
    """
    row = gift_of(recurring_id)
    if row.donor is None or not row.donor.email:
        raise RequestRefused(_("We have no e-mail address of this donor."))
    if row.donor.contact == Donor.Contact.PORTAL:
        raise RequestRefused(_("This donor gets no mail from us. They can give another card on their page."))
    with transaction.atomic():
        queue_card_link(row, now=now)
        record(actor=by, verb="recurring.card_link_mailed", about=("recurring_gift", str(row.pk)), now=now)

"""A giver goes: what the books need stays, without a name."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.actions.own import ErasureRefused
from accounts.models import User
from donors.actions.imports.clearing import forget_rows_of
from donors.models import Donor
from gifts.models import Checkout, Gift, RecurringElsewhere, RecurringGift, SoftCredit
from jobs.actions import enqueue

LATE_VISIT = "gifts.forget_late_visit"
# longer than Stripe's page can stay open
CLOSED_BY_THEN = timedelta(hours=26)
NO_WISHES = {
    "is_anonymous": True,
    "tribute_kind": "",
    "tribute_name": "",
    "tribute_message": "",
    "employer": "",
}
NO_CARD = {"method_kind": "", "method_brand": "", "method_last4": "", "method_expires_on": None}


def forget_giver(*, user: User, now: datetime) -> None:
    """Drop payers' names and addresses, tributes, employers, cards and visits of a person, and what they were
    thanked for that others gave. Twice is once.

    Raises: ErasureRefused while a recurring gift of theirs has not ended: nobody could stop it any more.
    """
    with transaction.atomic():
        own = Q(donor__user=user) | Q(donor__merged_into__user=user)
        if RecurringGift.objects.filter(own).exclude(state=RecurringGift.State.CANCELLED).exists():
            raise ErasureRefused(
                _(
                    "Your recurring gift is being stopped, and the payment service has not said yes yet."
                    " Nothing was erased. Please come back in some minutes."
                )
            )
        donors = Donor.objects.filter(Q(user=user) | Q(merged_into__user=user))
        emails = {user.email, *donors.exclude(email="").values_list("email", flat=True)}
        visits = Checkout.objects.filter(
            Q(email__in=emails) | Q(gifts__donor__in=donors) | Q(recurring__donor__in=donors)
        )
        _forget_visits({visit.pk: visit for visit in visits}, now)
        Gift.objects.filter(own).update(payer_name="", payer_email="", **NO_WISHES)
        RecurringGift.objects.filter(own).update(**NO_CARD)
        # what was given and what came back stays: it stands on papers that the law has us keep
        Gift.objects.filter(co_payer__in=donors).update(co_payer=None)
        SoftCredit.objects.filter(donor__in=donors).delete()
        _forget_files(donors)


def _forget_files(donors: "QuerySet[Donor]") -> None:
    """What files said of their gifts, and all that other programs collect of them."""
    elsewhere = RecurringElsewhere.objects.filter(donor__in=donors)
    gifts = Gift.objects.filter(donor__in=donors, imported__isnull=False)
    for kind, rows in (
        ("gifts", gifts.values_list("pk", flat=True)),
        ("recurring", elsewhere.values_list("pk", flat=True)),
    ):
        forget_rows_of(kind=kind, keys=map(str, rows))
    elsewhere.delete()


def forget_late_visit(*, checkout_id: str) -> None:
    """Delete a visit that came to nothing; one that was paid after all is a new gift of a new donor."""
    gone = Checkout.objects.filter(pk=checkout_id, gifts=None, recurring=None)
    gone.exclude(state=Checkout.State.COMPLETED).delete()


def _forget_visits(visits: dict[UUID, Checkout], now: datetime) -> None:
    """Those that are open still cannot lose their name: who pays this moment would be nobody."""
    still_open = [pk for pk, row in visits.items() if row.state == Checkout.State.OPEN and row.session_id]
    for pk in still_open:
        enqueue(
            kind=LATE_VISIT, about=str(pk), key=f"{LATE_VISIT}:{pk}", now=now, run_at=now + CLOSED_BY_THEN
        )
    rest = Checkout.objects.filter(pk__in=visits.keys() - still_open)
    rest.filter(gifts=None, recurring=None).exclude(state=Checkout.State.COMPLETED).delete()
    rest.update(name="", email="", network="", session_url="", **NO_WISHES)

"""What this app holds of a person who gives."""

from datetime import datetime

from accounts import holders
from accounts.holders import Holder, Table
from accounts.models import User
from gifts.actions.erasure import LATE_VISIT, forget_giver, forget_late_visit
from gifts.models import Benefit, Checkout, Gift, Property, RecurringGift, SoftCredit
from jobs.registry import handles

GIFT = (
    *("id", "given_on", "amount", "fee_cover", "net", "currency", "state", "source", "method"),
    *("campaign__name", "is_anonymous", "tribute_kind", "tribute_name", "tribute_message", "employer"),
    *("kind", "payer", "payer_name", "co_payer__name", "date_basis", "postmarked_on", "received_on"),
)
BENEFIT = ("gift", "kind", "description", "fair_value", "basis", "cost", "sold_from")
THING = (
    *("gift", "description", "place", "issuer", "shares", "vin", "is_claimed_over_500"),
    *("use", "use_note", "use_months", "sold_on", "proceeds"),
)
JOINT = ("id", "given_on", "amount", "currency", "donor__name")
CREDIT = ("gift__given_on", "role", "amount", "gift__currency", "created_at")
RECURRING = (
    *("id", "amount", "fee_cover", "currency", "frequency", "state", "started_at", "next_charge_at"),
    *("cancelled_at", "ended_for", "campaign__name", "fund__name", "method_brand", "method_last4"),
)
VISIT = ("created_at", "name", "email", "amount", "frequency", "state", "campaign__name")


def tell(user: User) -> list[Table]:
    """Their gifts with what stands of each, what came back and what it was; recurring gifts; visits that came
    to nothing; gifts from an account that they share, and of others that they brought about.

    Whose gift somebody brought about is not told here: that is the giver's.
    """
    benefits = Benefit.objects.filter(gift__donor__user=user).order_by("pk")
    things = Property.objects.filter(gift__donor__user=user).order_by("pk")
    joint = Gift.objects.filter(co_payer__user=user).order_by("created_at", "pk")
    credits = SoftCredit.objects.filter(donor__user=user).order_by("created_at", "pk")
    gifts = Gift.objects.filter(donor__user=user).with_net().order_by("created_at", "pk")
    recurring = RecurringGift.objects.of(user).order_by("started_at", "pk")
    visits = Checkout.objects.filter(email=user.email, gifts=None, recurring=None).order_by(
        "created_at", "pk"
    )
    return [
        Table("gifts", GIFT, list(gifts.values_list(*GIFT))),
        Table("recurring_gifts", RECURRING, list(recurring.values_list(*RECURRING))),
        Table("benefits", BENEFIT, list(benefits.values_list(*BENEFIT))),
        Table("property", THING, list(things.values_list(*THING))),
        Table("joint_gifts", JOINT, list(joint.values_list(*JOINT))),
        Table("thanked_for", CREDIT, list(credits.values_list(*CREDIT))),
        Table("visits_without_a_gift", VISIT, list(visits.values_list(*VISIT))),
    ]


def forget(user: User, now: datetime) -> None:
    """Drop names, addresses and tributes; the amounts stay in the books. Raises: ErasureRefused."""
    forget_giver(user=user, now=now)


@handles(LATE_VISIT)
def forget_late(about: str, now: datetime) -> None:
    """Forget a visit that was still open when its donor had everything erased."""
    forget_late_visit(checkout_id=about)


holders.register("gifts", Holder(tell=tell, forget=forget))

"""What this app holds of a person who gives."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from accounts import holders
from accounts.holders import Holder, Table
from accounts.models import User
from campaigns.models import Challenge
from donors import registry
from gifts.actions.erasure import LATE_VISIT, forget_giver, forget_late_visit
from gifts.actions.merging import give_back_gifts, tie_joint, untie_joint
from gifts.models import (
    Allocation,
    Benefit,
    ChallengeMatch,
    Checkout,
    Dispute,
    Gift,
    ImportedGift,
    Instalment,
    Pledge,
    Property,
    RecurringChange,
    RecurringElsewhere,
    RecurringGift,
    RecurringRequest,
    Refund,
    SoftCredit,
    WriteOff,
)
from jobs.registry import handles

GIFT = (
    *("id", "given_on", "amount", "fee_cover", "net", "currency", "state", "source", "method"),
    *("payer_email", "campaign__name", "appeal__code", "check_number", "pledge"),
    *("is_anonymous", "tribute_kind", "tribute_name", "tribute_message", "employer"),
    *("kind", "payer", "payer_name", "co_payer__name", "date_basis", "postmarked_on", "received_on"),
)
SHARE = ("gift", "fund__name", "amount")
MATCH = ("gift", "amount", "gift__currency", "created_at")
POT = ("name", "campaign__name", "rate", "pot", "used", "cap", "starts_on", "ends_on", "state")
REFUND = ("gift", "amount", "currency", "state", "requested_at")
DISPUTE = ("gift", "amount", "currency", "state", "reason", "opened_at")
BENEFIT = ("gift", "kind", "description", "fair_value", "basis", "cost", "sold_from")
THING = (
    *("gift", "description", "place", "issuer", "shares", "vin", "is_claimed_over_500"),
    *("use", "use_note", "use_months", "sold_on", "proceeds"),
)
PLEDGE = (
    *("id", "pledged_on", "amount", "currency", "rhythm", "is_reminded"),
    *("campaign__name", "appeal__code", "fund__name"),
)
INSTALMENT = ("pledge", "due_on", "amount", "created_at", "replaced_at")
WRITE_OFF = ("pledge", "at", "amount")
JOINT = ("id", "given_on", "amount", "currency", "donor__name")
FROM_FILE = ("gift", "source", "key", "is_receipted")
CREDIT = ("gift__given_on", "role", "amount", "gift__currency", "created_at")
RECURRING = (
    *("id", "amount", "fee_cover", "currency", "frequency", "state", "is_paused", "paused_until", "is_quiet"),
    *("started_at", "next_charge_at", "day", "end_on", "instalments", "cancelled_at", "ended_for"),
    *("campaign__name", "fund__name", "method_kind", "method_brand", "method_last4", "method_expires_on"),
)
ELSEWHERE = ("source", "key", "amount", "currency", "rhythm", "state", "started_on", "next_on", "told_at")
REQUEST = ("recurring", "asked_at", "kind", "state", "who", "reason")
CHANGE = ("recurring", "at", "kind", "before", "after")
VISIT = (
    *("created_at", "name", "email", "language", "amount", "frequency", "state", "wants_news"),
    *("campaign__name", "fund__name", "appeal__code", "utm_source", "utm_medium", "utm_campaign"),
)


def tell(user: User) -> list[Table]:
    """Their gifts with what stands of each, what came back and what it was; recurring gifts with their
    history; visits to giving pages; gifts from an account that they share, and of others that they brought
    about.

    Whose gift somebody brought about is not told here: that is the giver's.
    """
    own = Gift.objects.filter(donor__user=user)
    recurring = RecurringGift.objects.of(user)
    emails = holders.addresses_of(user)
    visits = Checkout.objects.filter(Q(email__in=emails) | Q(gifts__in=own) | Q(recurring__in=recurring))
    return [
        Table("gifts", GIFT, list(own.with_net().order_by("created_at", "pk").values_list(*GIFT))),
        Table("gift_shares", SHARE, _rows(Allocation.objects.filter(gift__in=own), SHARE)),
        Table("gifts_matched", MATCH, _rows(ChallengeMatch.objects.filter(gift__in=own), MATCH)),
        Table("challenges_sponsored", POT, _rows(Challenge.objects.filter(sponsor__user=user), POT)),
        Table("refunds", REFUND, _rows(Refund.objects.filter(gift__in=own), REFUND)),
        Table("disputes", DISPUTE, _rows(Dispute.objects.filter(gift__in=own), DISPUTE)),
        Table("benefits", BENEFIT, _rows(Benefit.objects.filter(gift__in=own), BENEFIT)),
        Table("property", THING, _rows(Property.objects.filter(gift__in=own), THING)),
        Table("pledges", PLEDGE, _rows(Pledge.objects.filter(donor__user=user), PLEDGE)),
        Table(
            "pledge_instalments",
            INSTALMENT,
            _rows(Instalment.objects.filter(pledge__donor__user=user), INSTALMENT),
        ),
        Table(
            "pledge_write_offs",
            WRITE_OFF,
            _rows(WriteOff.objects.filter(pledge__donor__user=user), WRITE_OFF),
        ),
        Table("joint_gifts", JOINT, _rows(Gift.objects.filter(co_payer__user=user), JOINT)),
        Table("gifts_from_files", FROM_FILE, _rows(ImportedGift.objects.filter(gift__in=own), FROM_FILE)),
        Table("thanked_for", CREDIT, _rows(SoftCredit.objects.filter(donor__user=user), CREDIT)),
        *_repeating(user),
        Table("visits_to_giving_pages", VISIT, _rows(visits.distinct(), VISIT)),
    ]


def _repeating(user: User) -> list[Table]:
    """Their recurring gifts with their history, and those that other programs collect."""
    recurring = RecurringGift.objects.of(user)
    return [
        Table("recurring_gifts", RECURRING, _rows(recurring, RECURRING)),
        Table(
            "recurring_gifts_elsewhere",
            ELSEWHERE,
            _rows(RecurringElsewhere.objects.filter(donor__user=user), ELSEWHERE),
        ),
        Table("recurring_gift_requests", REQUEST, _requests(user)),
        Table("recurring_gift_changes", CHANGE, _changes(recurring)),
    ]


def _rows(rows: "QuerySet[Any]", columns: Sequence[str]) -> list[tuple[Any, ...]]:
    return list(rows.order_by("pk").values_list(*columns))


def _changes(recurring: "QuerySet[RecurringGift]") -> list[tuple[Any, ...]]:
    rows = RecurringChange.objects.filter(recurring__in=recurring).order_by("at", "pk")
    return [
        (str(row.recurring_id), row.at, row.kind, _as_text(row.before), _as_text(row.after)) for row in rows
    ]


def _requests(user: User) -> list[tuple[Any, ...]]:
    """What was asked of their recurring gifts, and by whom; staff are not named."""
    rows = RecurringRequest.objects.filter(recurring__in=RecurringGift.objects.of(user))
    return [
        (str(row.recurring_id), row.asked_at, row.kind, row.state, _who(row), row.reason)
        for row in rows.order_by("asked_at", "pk")
    ]


def _who(row: RecurringRequest) -> str:
    if row.by_link:
        return "whoever held the mailed link"
    if row.on_behalf:
        return "our staff"
    return "you" if row.asked_by_id else "we, to keep a promise"


def _as_text(facts: Mapping[str, object]) -> str:
    return ", ".join(f"{name}: {value}" for name, value in facts.items())


def forget(user: User, now: datetime) -> None:
    """Drop names, addresses and tributes; the amounts stay in the books. Raises: ErasureRefused."""
    forget_giver(user=user, now=now)


@handles(LATE_VISIT)
def forget_late(about: str, now: datetime) -> None:
    """Forget a visit that was still open when its donor had everything erased."""
    forget_late_visit(checkout_id=about)


holders.register("gifts", Holder(tell=tell, forget=forget))
registry.KNOTS["gifts"] = registry.Knots(untie=untie_joint, tie=tie_joint)
registry.returns("gifts", give_back_gifts)

"""The letters about what takes a gift back: refunds, returns, disputes."""

from datetime import datetime
from decimal import Decimal

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from core.money import format_money
from donors.models import Donor
from gifts.letters.words import day_or_nothing
from gifts.models import Dispute, Gift, Refund
from letters.actions import queue_letter
from letters.kinds import LetterKind, register

REFUNDED = register(
    LetterKind(
        name="gift_refunded",
        title=_("A gift was refunded"),
        facts={
            "name": "Maria Lopez",
            "amount": "$20.00",
            "gift_amount": "$50.00",
            "gift_day": "Nov. 25, 2026",
            "is_whole": "",
        },
    )
)
RETURNED = register(
    LetterKind(
        name="gift_returned",
        title=_("A bank took a gift back"),
        facts={"name": "Maria Lopez", "amount": "$50.00", "gift_day": "Nov. 25, 2026"},
    )
)
UNPAID = register(
    LetterKind(
        name="gift_unpaid",
        title=_("A bank did not let a gift through"),
        facts={"name": "Maria Lopez", "amount": "$50.00"},
    )
)
DISPUTED = register(
    LetterKind(
        name="gift_disputed",
        title=_("Notice to finance: a gift is disputed"),
        facts={
            "amount": "$50.00",
            "gift_day": "Nov. 25, 2026",
            "gift_id": "6f3c2a52-0d3b-4c6e-9e41-3f1f1f1a2b3c",
            "reason": "fraudulent",
            "answer_by": "Dec. 4, 2026",
        },
        readers=frozenset({Role.FINANCE, Role.ADMINISTRATOR}),
    )
)


def queue_refund_notice(*, refund: Refund, now: datetime) -> bool:
    """Tell the donor that money is on its way back, once per refund. False: no address."""
    gift = refund.gift
    if gift.donor is None or not gift.donor.email:
        return False
    with translation.override(gift.donor.language):
        facts = {
            "name": gift.donor.name,
            "amount": format_money(refund.amount, refund.currency),
            "gift_amount": format_money(gift.amount, gift.currency),
            "gift_day": day_or_nothing(gift.given_on),
            "is_whole": "yes" if refund.amount == gift.amount else "",
        }
    _queue(gift, gift.donor, REFUNDED.name, f"gift_refunded:{refund.pk}", facts, now=now)
    return True


def queue_return_notice(*, gift: Gift, amount: Decimal, now: datetime) -> bool:
    """Tell the donor that their bank took money back: a late return, a lost dispute. False: no address."""
    if gift.donor is None or not gift.donor.email:
        return False
    with translation.override(gift.donor.language):
        facts = {
            "name": gift.donor.name,
            "amount": format_money(amount, gift.currency),
            "gift_day": day_or_nothing(gift.given_on),
        }
    _queue(gift, gift.donor, RETURNED.name, f"gift_returned:{gift.pk}", facts, now=now)
    return True


def queue_unpaid_notice(*, gift: Gift, now: datetime) -> bool:
    """Tell the donor that a debit they began was never carried out. False: no address."""
    if gift.donor is None or not gift.donor.email:
        return False
    with translation.override(gift.donor.language):
        facts = {"name": gift.donor.name, "amount": format_money(gift.amount, gift.currency)}
    _queue(gift, gift.donor, UNPAID.name, f"gift_unpaid:{gift.pk}", facts, now=now)
    return True


def queue_dispute_notice(*, dispute: Dispute, to: str, now: datetime) -> None:
    """Tell finance, at the organisation's own address, that a dispute wants an answer. Once per dispute."""
    due = dispute.evidence_due_at
    with translation.override("en"):
        facts = {
            "amount": format_money(dispute.amount, dispute.currency),
            "gift_day": day_or_nothing(dispute.gift.given_on),
            "gift_id": str(dispute.gift_id),
            "reason": dispute.reason.replace("_", " "),
            "answer_by": day_or_nothing(due.date() if due else None),
        }
    queue_letter(
        kind=DISPUTED.name,
        key=f"gift_disputed:{dispute.dispute_id}",
        to_email=to,
        language="en",
        facts=facts,
        about=("gift", str(dispute.gift_id)),
        now=now,
    )


def _queue(gift: Gift, donor: Donor, kind: str, key: str, facts: dict[str, str], *, now: datetime) -> None:
    queue_letter(
        kind=kind,
        key=key,
        to_email=donor.email,
        language=donor.language,
        facts=facts,
        about=("gift", str(gift.pk)),
        now=now,
    )

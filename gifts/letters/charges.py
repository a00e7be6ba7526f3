"""The letters about single charges: thanks, refunds, returns, disputes."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from core.money import format_money
from donors.models import Donor
from gifts.letters.quiet import is_told_by_mail
from gifts.letters.words import day_or_nothing
from gifts.models import Dispute, Frequency, Gift, Refund
from letters.actions import queue_letter
from letters.kinds import LetterKind, register

# the receipt is usually ready within seconds and travels with the thanks; nobody waits longer for it
WAITS_FOR_RECEIPT = timedelta(seconds=60)

THANKS = register(
    LetterKind(
        name="gift_thanks",
        title=_("Thank-you for a gift"),
        facts={
            "name": "Maria Lopez",
            "amount": "$50.00",
            "day": "Nov. 25, 2026",
            "campaign": "Doors open",
            "fund": "Housing",
            "rhythm": "once",
            "tribute": "In memory of Rosa Lopez",
        },
    )
)
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


def queue_thanks(*, gift: Gift, now: datetime) -> bool:
    """Thank for a gift, once, held a minute for its receipt.

    False: we know no address to thank at, or its donor wants no letter for each charge.
    """
    if gift.donor is None or not gift.donor.email or not is_told_by_mail(gift):
        return False
    language = gift.donor.language
    with translation.override(language):
        facts = {
            "name": gift.donor.name,
            "amount": format_money(gift.amount, gift.currency),
            "day": day_or_nothing(gift.given_on),
            "campaign": str(gift.campaign or ""),
            "fund": ", ".join(str(share.fund) for share in gift.allocations.select_related("fund")),
            "rhythm": gift.recurring.frequency if gift.recurring else Frequency.ONCE.value,
            "tribute": f"{gift.get_tribute_kind_display()} {gift.tribute_name}" if gift.tribute_kind else "",
        }
    hold_until = now + WAITS_FOR_RECEIPT
    _queue(gift, gift.donor, THANKS.name, f"gift_thanks:{gift.pk}", facts, now=now, hold_until=hold_until)
    return True


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


def _queue(
    gift: Gift,
    donor: Donor,
    kind: str,
    key: str,
    facts: dict[str, str],
    *,
    now: datetime,
    hold_until: datetime | None = None,
) -> None:
    queue_letter(
        kind=kind,
        key=key,
        to_email=donor.email,
        language=donor.language,
        facts=facts,
        about=("gift", str(gift.pk)),
        now=now,
        hold_until=hold_until,
    )

"""One rule makes ledger and receipt agree: first issue, part refund, full refund, correction."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from accounts.models import User
from core.money import ZERO
from gifts.models import Gift, ImportedGift
from jobs.actions import enqueue
from receipts.actions.issue import Ground, ground, instead_of, stand_together, write_receipt
from receipts.models import Receipt, ReceiptKind, ReceiptLine, Unreceipted
from receipts.reports.lacking import WAITING, lacking
from receipts.snapshot import Item, item_of


def settle(
    *, gift_id: UUID | str, now: datetime, by: User | None = None, because: str = ""
) -> Receipt | None:
    """Make the live receipt of a gift equal its ledger and terms; return the receipt issued, if one was.

    Issues where money stands without a receipt, voids where none stands any more, replaces where amount or
    terms differ, or where staff say why (`because`); notes why where the law wants none. A receipt of several
    gifts is settled as a whole. Running it again changes nothing. Locks the gifts, in the order of their ids,
    and draws the number as its last lock.
    """
    with transaction.atomic():
        gifts = lock_together(gift_id)
        lines = {
            line.gift_id: line
            for line in ReceiptLine.objects.select_related("receipt__series").filter(
                gift__in=gifts, active=True
            )
        }
        under = ground(now=now, by=by)
        due = {gift.pk: due_of(gift) for gift in gifts}
        kept = _kept(gifts, due, under)
        is_agreed = all(
            _agrees(gift, due[gift.pk], lines.get(gift.pk), kept.get(gift.pk, "")) for gift in gifts
        )
        if is_agreed and not because:
            return None
        old = next((line.receipt for line in lines.values()), None)
        wanted = [gift for gift in gifts if due[gift.pk] and kept.get(gift.pk) != Unreceipted.Why.HELD]
        items = _items(wanted, due, under, old)
        if not stand_together(items, under.regime):
            items = []  # what a correction made of one wants its own paper: each is settled alone then
        if old:
            why = because or _why(gifts, due, lines)
            end_receipt(old, why=why, is_replaced=bool(items), now=now, by=by)
        return write_receipt(items, instead_of(under, old or last_ended(gifts[0]))) if items else None


def lock_together(gift_id: UUID | str) -> list[Gift]:
    """Return the gift and those on its live receipt, locked in the order of their ids.

    What stands together is read before it is locked and again after. Where it grew meanwhile, all locks are
    let go and taken anew: taking more while holding some would be out of order, and two would wait for each
    other for ever.
    """
    asked = UUID(str(gift_id))
    while True:
        ids = together_with(asked)
        with transaction.atomic():
            gifts = list(Gift.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
            if together_with(asked) <= ids:
                break
            transaction.set_rollback(True)
    if not gifts:
        raise Gift.DoesNotExist(str(asked))
    return gifts


def together_with(gift_id: UUID) -> set[UUID]:
    """The ids of a gift and of those that share its live receipt."""
    live = ReceiptLine.objects.filter(gift=gift_id, active=True).values("receipt")
    return {
        gift_id,
        *ReceiptLine.objects.filter(receipt__in=live, active=True).values_list("gift", flat=True),
    }


def due_of(gift: Gift) -> Decimal:
    """What stands of a gift that a paper could be about; zero means none."""
    if gift.donor_id is None or gift.state in {Gift.State.PROCESSING, Gift.State.FAILED}:
        return ZERO
    if ImportedGift.objects.filter(gift=gift, is_receipted=True).exists():
        return ZERO
    return max(Gift.objects.with_net().get(pk=gift.pk).net, ZERO)


def end_receipt(receipt: Receipt, *, why: str, is_replaced: bool, now: datetime, by: User | None) -> None:
    """Void or replace: the number, the reason and who stay. Whose receipt is void is told."""
    receipt.status = Receipt.Status.REPLACED if is_replaced else Receipt.Status.VOID
    receipt.void_reason = why
    receipt.voided_at, receipt.voided_by = now, by
    receipt.save(update_fields=["status", "void_reason", "voided_at", "voided_by"])
    receipt.lines.update(active=False)
    if not is_replaced:
        enqueue(
            kind="receipts.tell_void", about=str(receipt.pk), now=now, key=f"receipts.tell_void:{receipt.pk}"
        )


def last_ended(gift: Gift) -> Receipt | None:
    """The newest ended receipt of the gift that no other names yet: what a won dispute brings back."""
    return (
        Receipt.objects.filter(lines__gift=gift, replaced_by=None)
        .exclude(status=Receipt.Status.LIVE)
        .select_related("series")
        .order_by("-pk")
        .first()
    )


def _kept(gifts: Sequence[Gift], due: dict[UUID, Decimal], under: Ground) -> dict[UUID, str]:
    """Why gifts have no paper: by staff, or as decided when they were what they are now."""
    by_id = {gift.pk: gift for gift in gifts}
    kept = {}
    for row in Unreceipted.objects.filter(gift__in=gifts):
        gift = by_id[row.gift_id]
        is_as_it_was = (row.paid, row.terms) == (due[gift.pk], gift.terms)
        if is_as_it_was and row.why in WAITING:
            is_as_it_was = row.why == _lacks(gift, under)
        if is_as_it_was or row.why == Unreceipted.Why.HELD:
            kept[gift.pk] = row.why
    return kept


def _agrees(gift: Gift, due: Decimal, line: ReceiptLine | None, kept: str) -> bool:
    if line is None:
        return bool(kept) or not due
    return (line.paid, line.terms) == (due, gift.terms) and kept != Unreceipted.Why.HELD


def _items(gifts: Sequence[Gift], due: dict[UUID, Decimal], under: Ground, old: Receipt | None) -> list[Item]:
    """What a paper is about; why there is none for the rest is noted."""
    items = []
    for gift in gifts:
        item = item_of(gift, due[gift.pk], under.regime)
        kind = item.claim.kind
        why = item.claim.why or ("" if kind == ReceiptKind.THANKS else _lacks(gift, under))
        if why and not (why == Unreceipted.Why.PAYROLL and old and old.kind == ReceiptKind.ANNUAL):
            Unreceipted.objects.update_or_create(
                gift=gift,
                defaults={"why": why, "paid": due[gift.pk], "terms": gift.terms, "decided_at": under.now},
            )
        else:
            items.append(item)
    Unreceipted.objects.filter(gift__in=[item.gift for item in items]).delete()
    return items


def _lacks(gift: Gift, under: Ground) -> str:
    return lacking(gift, regime=under.regime, organisation=under.organisation)


def _why(gifts: Sequence[Gift], due: dict[UUID, Decimal], lines: dict[UUID, ReceiptLine]) -> str:
    """Disputed before refunded before corrected: the gravest that happened to any of its gifts."""
    if any(gift.state in {Gift.State.DISPUTED, Gift.State.LOST} for gift in gifts):
        return Receipt.VoidReason.DISPUTED
    if any(gift.state == Gift.State.REVERSED for gift in gifts):
        return Receipt.VoidReason.REVERSED
    if any(due[pk] != line.paid for pk, line in lines.items()):
        return Receipt.VoidReason.REFUNDED
    return Receipt.VoidReason.CORRECTED

"""One rule makes ledger and receipt agree: first issue, part refund, full refund, correction."""

import secrets
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import connection, transaction

from accounts.models import User
from accounts.organisation import the_organisation
from core.clock import legal_day
from core.money import ZERO
from gifts.models import Gift
from jobs.actions import enqueue
from receipts.models import Receipt, ReceiptLine, Series
from receipts.regimes import UNITED_STATES, Regime
from receipts.snapshot import TEMPLATE_VERSION, digest, take

CHECK_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CHECK_LENGTH = 16  # 80 bits: nobody guesses one


def settle(*, gift_id: UUID | str, now: datetime, by: User | None = None) -> Receipt | None:
    """Make the gift's live receipt equal its ledger; return the receipt issued, if one was.

    Issues where money stands without a receipt, voids where none stands any more, replaces where the amount
    differs. Running it again changes nothing. Locks the gift, then draws the number as its last lock.
    """
    with transaction.atomic():
        gift = Gift.objects.select_for_update().get(pk=gift_id)
        due = _due(gift)
        line = ReceiptLine.objects.select_related("receipt__series").filter(gift=gift, active=True).first()
        if due == (line.paid if line else ZERO):
            return None
        old = line.receipt if line else None
        if old:
            _end(old, gift=gift, replaced=due > ZERO, now=now)
        return (
            _issue(gift, paid=due, replaces=old or _last_ended(gift), now=now, by=by) if due > ZERO else None
        )


def _due(gift: Gift) -> Decimal:
    """What a receipt for the gift must say now; zero means none."""
    if gift.donor_id is None or gift.state in {Gift.State.PROCESSING, Gift.State.FAILED}:
        return ZERO
    return max(Gift.objects.with_net().get(pk=gift.pk).net, ZERO)


def _end(receipt: Receipt, *, gift: Gift, replaced: bool, now: datetime) -> None:
    """Void or replace: the number and the reason stay."""
    disputed = gift.state in {Gift.State.DISPUTED, Gift.State.LOST}
    receipt.status = Receipt.Status.REPLACED if replaced else Receipt.Status.VOID
    receipt.void_reason = Receipt.VoidReason.DISPUTED if disputed else Receipt.VoidReason.REFUNDED
    receipt.voided_at = now
    receipt.save(update_fields=["status", "void_reason", "voided_at"])
    receipt.lines.update(active=False)
    if not replaced:
        enqueue(
            kind="receipts.tell_void", about=str(receipt.pk), now=now, key=f"receipts.tell_void:{receipt.pk}"
        )


def _last_ended(gift: Gift) -> Receipt | None:
    """The newest ended receipt of the gift that no other names yet: what a won dispute brings back."""
    return (
        Receipt.objects.filter(lines__gift=gift, replaced_by=None)
        .exclude(status=Receipt.Status.LIVE)
        .select_related("series")
        .order_by("-pk")
        .first()
    )


def _issue(gift: Gift, *, paid: Decimal, replaces: Receipt | None, now: datetime, by: User | None) -> Receipt:
    regime = UNITED_STATES
    organisation = the_organisation()
    issued_on = legal_day(now, organisation.zone)
    claim = regime.claim(paid)
    code = "".join(secrets.choice(CHECK_ALPHABET) for _ in range(CHECK_LENGTH))
    language = gift.donor.language if gift.donor else "en"
    series, number = _draw(regime, issued_on.year)
    values = take(
        gift=gift,
        paid=paid,
        claim=claim,
        regime=regime,
        organisation=organisation,
        number=f"{series}-{number:06d}",
        replaces=str(replaces) if replaces else "",
        check_code=code,
        language=language,
        issued_on=issued_on,
    ).as_json()
    receipt = Receipt.objects.create(
        series=series,
        number=number,
        kind=claim.kind,
        donor=gift.donor,
        language=language,
        issued_at=now.replace(microsecond=0),
        issued_by=by,
        tax_year=gift.given_on.year if gift.given_on else issued_on.year,
        amount=claim.deductible,
        snapshot=values,
        snapshot_sha256=digest(values),
        template_version=TEMPLATE_VERSION,
        check_code=code,
        replaces=replaces,
    )
    ReceiptLine.objects.create(receipt=receipt, gift=gift, paid=paid)
    enqueue(kind="receipts.render", about=str(receipt.pk), now=now, key=f"receipts.render:{receipt.pk}")
    return receipt


def _draw(regime: Regime, year: int) -> tuple[Series, int]:
    """Return the series and its next number. The row stays locked until commit: a rollback leaves no gap."""
    names = {"regime": regime.code, "code": regime.series_code, "year": year}
    Series.objects.bulk_create([Series(**names)], ignore_conflicts=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE receipts_series SET last = last + 1 WHERE regime = %s AND code = %s AND year = %s"
            " RETURNING id, last",
            [regime.code, regime.series_code, year],
        )
        row_id, last = cursor.fetchone()
    return Series(pk=row_id, last=last, **names), last

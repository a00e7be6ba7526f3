"""What a row means: what of it needs another look, and the gift that it becomes."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.money import parse_amount
from gifts.actions.offline import OfflineGift, OfflineRefused, Part, Party, days_of, split
from gifts.models import Batch, BatchRow, Gift


def parts_of(batch: Batch) -> tuple[Part, ...]:
    """Return how the gifts of a batch are shared unless a row says its fund."""
    return tuple(
        Part(share.fund_id, amount=share.amount, percent=share.percent)
        for share in sorted(batch.shares.all(), key=lambda share: share.pk)
    )


def problems_of(row: BatchRow, *, batch: Batch, parts: Sequence[Part]) -> list[str]:
    """Return a sentence for each thing that keeps a row from being a gift; none when it is ready."""
    return [*_of_donor(row), *_of_amount(row, parts), *_of_paper(row, batch)]


def _of_donor(row: BatchRow) -> list[str]:
    if row.donor_id is not None or row.is_new:
        return []
    if row.who:
        return [_("Which donor is “%(words)s”? Choose one, or say that they are new.") % {"words": row.who}]
    return [_("Please say who gave it.")]


def _of_amount(row: BatchRow, parts: Sequence[Part]) -> list[str]:
    if row.amount is None:
        if not row.amount_words:
            return [_("Please write the amount.")]
        try:
            parse_amount(row.amount_words)
        except ValidationError as wrong:
            return [str(message) for message in wrong.messages]
        return [_("Please write the amount.")]
    if row.fund_id is not None:
        return []
    try:
        split(row.amount, parts)
    except OfflineRefused as refusal:
        return [str(refusal)]
    return []


def _of_paper(row: BatchRow, batch: Batch) -> list[str]:
    found = []
    is_check = (row.source or batch.source) == Gift.Source.CHECK
    if row.postmark_words:
        found.append(_("Please write the postmark as a day, like 11/20 or 2026-11-20."))
    if row.postmarked_on and not is_check:
        found.append(_("Only a check that came by post has a postmark."))
    if row.postmarked_on and row.postmarked_on > batch.received_on:
        found.append(_("It cannot have reached us before it was posted."))
    if row.check_number and not is_check:
        found.append(_("Only a check has a number."))
    return found


def gift_of(row: BatchRow, *, batch: Batch, parts: Sequence[Part]) -> OfflineGift:
    """Return a row without problems as a gift."""
    if row.amount is None:
        raise ValueError("a row without an amount is not ready")
    source = row.source or batch.source
    known = row.donor_id
    appeal = row.appeal or batch.appeal
    return OfflineGift(
        form_key=row.form_key,
        source=source,
        amount=row.amount,
        donor=Party(donor_id=known) if known else Party(name=row.who, email=row.new_email, kind=row.new_kind),
        days=days_of(source, arrived_on=batch.received_on, postmarked_on=row.postmarked_on),
        shares=((row.fund_id, row.amount),) if row.fund_id else split(row.amount, parts),
        payer=row.payer,
        campaign_id=appeal.campaign_id if appeal else batch.campaign_id,
        appeal_id=appeal.pk if appeal else None,
        check_number=row.check_number,
        batch_id=batch.pk,
        pledge_id=row.pledge_id,
    )

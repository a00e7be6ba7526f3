"""Receipts that would say something else today: the donor's name or address, the funds, what was given.

Money and terms are settled by themselves and not asked here; letterhead and wording are as they were then.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _

from accounts.organisation import the_organisation
from core.clock import legal_day
from receipts.models import Receipt, ReceiptLine
from receipts.models.receipt import ReceiptQuerySet
from receipts.regimes import regime_named
from receipts.regimes.us.corrections import cure_of, warning
from receipts.snapshot import Heading, Snapshot, item_of, take

# what `snapshot.payer_lines` and the funds of `snapshot.receipt` say, for many at once; the name stands
# in two languages only where an account is joint. tests/receipts/test_outdated.py holds both to the same
DIFFERING = """
SELECT receipt.id
FROM receipts_receipt receipt
JOIN donors_donor donor ON donor.id = receipt.donor_id AND donor.erased_at IS NULL
JOIN LATERAL (
    SELECT line.gift_id FROM receipts_receiptline line
    WHERE line.receipt_id = receipt.id ORDER BY line.id LIMIT 1
) first ON TRUE
JOIN gifts_gift gift ON gift.id = first.gift_id
LEFT JOIN donors_donor other ON other.id = gift.co_payer_id
LEFT JOIN donors_address address ON address.donor_id = donor.id AND address.is_primary
WHERE receipt.status = 'live' AND (
    receipt.snapshot -> 'payer' <> to_jsonb(array_remove(ARRAY[
        CASE WHEN other.id IS NULL THEN donor.name
            ELSE donor.name || CASE receipt.language WHEN 'es' THEN ' y ' ELSE ' and ' END || other.name END,
        COALESCE(address.line1, ''), COALESCE(address.line2, ''),
        concat_ws(' ', NULLIF(address.city, ''), NULLIF(address.region, ''), NULLIF(address.postal_code, ''))
    ]::text[], ''))
    OR ARRAY(SELECT said.line ->> 'fund' FROM jsonb_array_elements(receipt.snapshot -> 'lines')
        WITH ORDINALITY AS said(line, place) ORDER BY said.place) <> ARRAY(
        SELECT COALESCE((
            SELECT string_agg(
                CASE WHEN receipt.language = 'es' AND fund.name_es <> '' THEN fund.name_es ELSE fund.name END,
                ', ' ORDER BY share.id)
            FROM gifts_allocation share JOIN campaigns_fund fund ON fund.id = share.fund_id
            WHERE share.gift_id = line.gift_id), '')
        FROM receipts_receiptline line WHERE line.receipt_id = receipt.id ORDER BY line.id)
)
"""


@dataclass(frozen=True)
class Difference:
    """One thing that a receipt says, and what it would say today."""

    what: str
    said: str
    today: str


def outdated() -> ReceiptQuerySet:
    """Return the valid receipts that would say something else today."""
    return Receipt.objects.filter(pk__in=RawSQL(DIFFERING, []))  # noqa: S611  # nosec B611 - fixed words, nothing put in


def differences(receipt: Receipt, now: datetime) -> list[Difference]:
    """Return what a valid receipt would say differently today; nothing for one that is ended or of nobody."""
    lines = list(receipt.lines.select_related("gift__donor", "gift__co_payer").order_by("pk"))
    is_known = receipt.donor is not None and receipt.donor.erased_at is None
    if receipt.status != Receipt.Status.LIVE or not lines or not is_known:
        return []
    return list(_compare(receipt, _today(receipt, lines, now)))


def late_warning(receipt: Receipt, now: datetime) -> str:
    """Return the sentence for staff about what a correction is still worth to the donor; empty for nothing.

    Only the rules of the United States know such a day.
    """
    first = receipt.lines.order_by("gift__given_on").values_list("gift__given_on", flat=True).first()
    if receipt.series.regime != "US" or first is None:
        return ""
    return warning(cure_of(given_on=first, corrected_on=legal_day(now, the_organisation().zone)))


def _today(receipt: Receipt, lines: list[ReceiptLine], now: datetime) -> Snapshot:
    regime, organisation = regime_named(receipt.series.regime), the_organisation()
    heading = Heading(
        regime=regime,
        organisation=organisation,
        language=receipt.language,
        issued_on=legal_day(now, organisation.zone),
        replaces=receipt.snapshot["replaces"],
    )
    return take([item_of(line.gift, line.paid, regime) for line in lines], heading)


def _compare(receipt: Receipt, today: Snapshot) -> Iterator[Difference]:
    said = receipt.snapshot
    if said["payer"] != list(today.payer):
        yield Difference(_("Received from"), ", ".join(said["payer"]), ", ".join(today.payer))
    names = {"given_on": _("Date"), "description": _("Description"), "fund": _("Fund")}
    for then, line in zip(said["lines"], today.lines, strict=True):
        for name, label in names.items():
            if then[name] != getattr(line, name):
                yield Difference(label, then[name], getattr(line, name))
    if said.get("codes", list(today.codes)) != list(today.codes):
        yield Difference(_("Statements"), " ".join(said["statements"]), " ".join(today.statements))

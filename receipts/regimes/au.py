"""What an Australian deductible gift recipient must state. As small as it is honest: see what is left out.

Kept: the receipt's content. Left out: which contributions to an event qualify and how much of them is
deductible (items 7 and 8 of the table in section 30-15), so their amount stays the donor's to find.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from receipts.regimes.regime import Claim, Contribution, Regime, Said, Sentence, named

ZERO = Decimal("0.00")
NOT_A_GIFT = frozenset({"services", "expenses"})


def _claim(gift: Contribution) -> Claim:
    """Decide between a gift and a contribution for a right to attend an event.

    The right's GST-inclusive value is told; every benefit is taken for such a right. Source: Income Tax
    Assessment Act 1997, s 30-228(1)-(2) (read 2026-11).
    """
    if gift.kind in NOT_A_GIFT:
        return Claim("none", (), ZERO, states_amount=False, why="nothing")
    is_money = gift.kind == "money"
    if not gift.benefits:
        statements = ("deductible_gift_recipient", "receipt_is_for_a_gift")
        return Claim("official_receipt", statements, gift.paid if is_money else None, states_amount=is_money)
    return Claim(
        kind="official_receipt",
        statements=(
            "deductible_gift_recipient",
            "contribution_for_right_to_attend",
            "gst_inclusive_market_value",
        ),
        deductible=None,
        told=gift.benefits,
        states_amount=is_money,
    )


def _together(claims: Sequence[Claim]) -> Claim:
    """Return one receipt for several gifts of money. Raises: ValueError for anything else."""
    if any(one.kind != "official_receipt" or one.deductible is None for one in claims):
        raise ValueError("only gifts of money stand together on a receipt")
    total = sum((one.deductible or ZERO for one in claims), ZERO)
    return Claim("annual_statement", ("deductible_gift_recipient", "receipt_is_for_a_gift"), total)


def _titles() -> dict[str, str]:
    return {"official_receipt": _("Receipt"), "annual_statement": _("Receipt for your gifts")}


def _recipient(said: Said) -> str:
    return _("%(name)s, ABN %(number)s.") % {
        "name": said.organisation["legal_name"],
        "number": said.organisation["tax_number"],
    }


def _gift(said: Said) -> str:
    return _("This receipt is for a gift.")


def _contribution(said: Said) -> str:
    return _(
        "This receipt is for a contribution made in return for a right to attend, or participate in, a "
        "fund-raising event: %(what)s."
    ) % {"what": named(said.claim.told)}


def _value(said: Said) -> str:
    return _("GST inclusive market value of that right on the day of the contribution: %(value)s.") % {
        "value": said.money(sum((benefit.value for benefit in said.claim.told), ZERO))
    }


def _not_a_receipt(said: Said) -> str:
    return _("This is a summary and not another receipt. Please keep it with your receipts.")


SENTENCES: Mapping[str, Sentence] = {
    "deductible_gift_recipient": _recipient,
    "receipt_is_for_a_gift": _gift,
    "contribution_for_right_to_attend": _contribution,
    "gst_inclusive_market_value": _value,
    "not_a_receipt": _not_a_receipt,
}

AUSTRALIA = Regime(
    code="AU",
    claim=_claim,
    together=_together,
    sentences=SENTENCES,
    titles=_titles,
    summary=("not_a_receipt", "deductible_gift_recipient"),
)

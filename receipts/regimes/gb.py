"""Gift Aid in the United Kingdom: what may be claimed on a gift.

As small as it is honest. A donor needs no receipt there; the charity claims. Kept: the share that is
claimed, that a declaration is needed, the limits of an aggregated line. Left out: how large a benefit may
be, so a gift with any is not claimed; and declarations themselves, of which a contribution only says
whether one was valid.
"""

from collections.abc import Mapping, Sequence
from decimal import ROUND_DOWN, Decimal

from django.utils.translation import gettext as _

from receipts.regimes.regime import Claim, Contribution, Regime, Said, Sentence

CLAIMED_SHARE = Decimal("0.25")
AGGREGATED_GIFT, AGGREGATED_LINE = Decimal("20.00"), Decimal("1000.00")
CENT, ZERO = Decimal("0.01"), Decimal("0.00")


class LineRefused(ValueError):
    """An aggregated line that HMRC would refuse."""


def claimable(gift: Contribution) -> Decimal:
    """Return what may be claimed for one gift: a quarter of the money, if a valid declaration covers it.

    Source: HMRC RE1841, declaration content; Crowe UK, Gift Aid record keeping (read 2026-11).
    """
    is_claimable = gift.kind == "money" and gift.is_declared and not gift.benefits
    return (gift.paid * CLAIMED_SHARE).quantize(CENT, rounding=ROUND_DOWN) if is_claimable else ZERO


def aggregated(amounts: Sequence[Decimal]) -> Decimal:
    """Return the sum of small gifts for one line of the claim.

    Raises: LineRefused over £1,000 on the line, or for a gift over £20. Source: HMRC, How to complete the
    Gift Aid donation schedule spreadsheet; gov.uk's page of 28 November 2025 says £30 for a gift, the lower
    one is kept.
    """
    total = sum(amounts, ZERO)
    if total > AGGREGATED_LINE:
        raise LineRefused(_("One line takes at most £1,000: split it."))
    if any(amount > AGGREGATED_GIFT for amount in amounts):
        raise LineRefused(_("Only gifts of £20 or less can be added up on one line."))
    return total


def _claim(gift: Contribution) -> Claim:
    kind = "gift_aid_claim_line" if claimable(gift) else "not_claimable"
    return Claim(kind, ("charity", kind), None, gift.benefits, states_amount=gift.kind == "money")


def _together(claims: Sequence[Claim]) -> Claim:
    """Return one letter for several gifts, all claimed or none. Raises: ValueError for a mixture."""
    kinds = {one.kind for one in claims}
    if len(kinds) != 1:
        raise ValueError("gifts that are claimed and gifts that are not stand on two letters")
    return Claim("annual_statement", ("charity", *kinds), None)


def _titles() -> dict[str, str]:
    return {
        "gift_aid_claim_line": _("Your donation with Gift Aid"),
        "not_claimable": _("Your donation"),
        "annual_statement": _("Your donations"),
    }


def _charity(said: Said) -> str:
    return _("%(name)s, charity number %(number)s.") % {
        "name": said.organisation["legal_name"],
        "number": said.organisation["tax_number"],
    }


def _claimed(said: Said) -> str:
    return _("Under your declaration we reclaim the basic rate of tax on it, 25p for each £1.")


def _not_claimed(said: Said) -> str:
    return _("No Gift Aid is claimed on it.")


def _not_a_receipt(said: Said) -> str:
    return _("This is a summary of what you gave.")


SENTENCES: Mapping[str, Sentence] = {
    "charity": _charity,
    "gift_aid_claim_line": _claimed,
    "not_claimable": _not_claimed,
    "not_a_receipt": _not_a_receipt,
}

UNITED_KINGDOM = Regime(
    code="GB",
    claim=_claim,
    together=_together,
    sentences=SENTENCES,
    titles=_titles,
    summary=("not_a_receipt", "charity"),
)

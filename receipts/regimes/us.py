"""The rules of the United States for gifts of money. Not legal advice; each rule names its source."""

from decimal import Decimal

from django.utils.translation import gettext as _

from receipts.regimes.regime import Claim, Regime

ACKNOWLEDGMENT_FROM = Decimal("250.00")


def _claim(paid: Decimal) -> Claim:
    """Decide kind and statements of a gift of money for which nothing was given in return.

    From $250.00 a written acknowledgment is required for a deduction; below it the same words do no harm.
    Source: IRC 170(f)(8)(A)-(C); IRS Publication 1771 (read 2026-11).
    """
    kind = "acknowledgment" if paid >= ACKNOWLEDGMENT_FROM else "simple_receipt"
    return Claim(kind=kind, statements=("tax_exempt", "no_goods_or_services", "keep"), deductible=paid)


def _titles() -> dict[str, str]:
    return {"acknowledgment": _("Receipt for your gift"), "simple_receipt": _("Receipt for your gift")}


def _sentences(legal_name: str, tax_number: str) -> dict[str, str]:
    return {
        "tax_exempt": _(
            "%(name)s is a tax-exempt organization under section 501(c)(3) of the Internal Revenue Code, "
            "EIN %(ein)s."
        )
        % {"name": legal_name, "ein": tax_number},
        "no_goods_or_services": _("No goods or services were provided in exchange for this gift."),
        "keep": _("Please keep this receipt for your tax records."),
        "not_a_receipt": _(
            "This is a summary, not another receipt: each gift on it has the receipt whose number stands "
            "beside it, and counts once. Please keep it with them."
        ),
        "goods_by_line": _(
            "Whether goods or services were provided in exchange stands beside each gift; where it says "
            "none, none were."
        ),
    }


# a summary is optional and gathers what the acknowledgments said: IRS Publication 1771 (read 2026-11)
UNITED_STATES = Regime(
    code="US",
    series_code="R",
    claim=_claim,
    sentences=_sentences,
    titles=_titles,
    summary=("not_a_receipt", "tax_exempt", "goods_by_line"),
)

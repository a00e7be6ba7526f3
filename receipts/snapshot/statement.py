"""Everything a year's statement says, frozen as JSON in the donor's language when it is issued."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import formats, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts.models import Organisation
from campaigns.models import Fund
from core.money import ZERO, format_money
from donors.models import Address, Donor
from receipts.regimes import Claim, Contribution, Regime, Said
from receipts.snapshot.receipt import letterhead_of, payer_lines


@dataclass(frozen=True)
class StatedGift:
    """A gift that stands, as its receipt says it: day, funds, the receipt's number, amounts."""

    given_on: date
    funds: Sequence[Fund]
    receipt: str
    paid: Decimal
    benefit: Decimal
    currency: str


@dataclass(frozen=True)
class StatedYear:
    """What a statement sums up: whose, which year, its own number, the number it replaces, and the gifts."""

    donor: Donor
    address: Address | None
    year: int
    number: str
    replaces: str
    gifts: Sequence[StatedGift]


def state_year(
    stated: StatedYear, *, regime: Regime, organisation: Organisation, issued_on: date
) -> dict[str, Any]:
    """Return the words and figures of one statement as plain JSON values, in the donor's language."""
    language = stated.donor.language
    with translation.override(language):
        said = Said(
            claim=Claim("annual_summary", regime.summary, None),
            gift=Contribution(paid=ZERO, given_on=issued_on),
            organisation=letterhead_of(organisation),
            money=str,
            day=str,
        )
        count = len(stated.gifts)
        return {
            "language": language,
            "title": _("Summary of your gifts in %(year)s") % {"year": stated.year},
            "number": stated.number,
            "issued_on": formats.date_format(issued_on, "DATE_FORMAT"),
            "payer": list(payer_lines(stated.donor.name, stated.address)),
            "count": ngettext("%(count)s gift", "%(count)s gifts", count) % {"count": count},
            "lines": [_line(gift) for gift in stated.gifts],
            "total": _total(stated.gifts),
            "statements": [regime.sentences[code](said) for code in regime.summary],
            "replaces": stated.replaces,
            "organisation": letterhead_of(organisation),
        }


def _line(gift: StatedGift) -> dict[str, str]:
    """One gift as it stands on the paper."""
    worth = (
        _("Worth %(amount)s") % {"amount": format_money(gift.benefit, gift.currency)} if gift.benefit else ""
    )
    return {
        "given_on": formats.date_format(gift.given_on, "DATE_FORMAT"),
        "fund": ", ".join(str(fund) for fund in gift.funds),
        "receipt": gift.receipt,
        "goods": worth or pgettext("goods or services", "None"),
        "amount": format_money(gift.paid, gift.currency),
    }


def _total(gifts: Sequence[StatedGift]) -> str:
    """Each currency has its own sum."""
    sums: dict[str, Decimal] = {}
    for gift in gifts:
        sums[gift.currency] = sums.get(gift.currency, ZERO) + gift.paid
    return " + ".join(format_money(sums[currency], currency) for currency in sorted(sums))

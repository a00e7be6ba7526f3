"""The rules of Canada. Not legal advice; each rule names its source.

What a paper of any regime already has, its own number and date, the donor's name and address, the
signature, is not repeated as a statement. An appraiser's name and address, where there was one, belong into
the description of the property. Cash given back is an advantage however small; staff must not enter a gift
net of it.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from receipts.regimes.regime import Claim, Contribution, Given, Regime, Said, Sentence, named

ZERO = Decimal("0.00")
SMALL_SHARE, SMALL_AMOUNT = Decimal("0.10"), Decimal("75.00")
INTENT_SHARE = Decimal("0.80")
NOT_A_GIFT = frozenset({"services", "expenses"})
FROM_A_CHARITY = frozenset({"daf", "foundation"})


def _claim(gift: Contribution) -> Claim:
    """Decide what may be receipted: the gift at its fair market value less the advantage.

    An advantage over 80 % of it means that no gift was intended, so no receipt. Advantages of together at
    most 10 % and $75 are too small to count. Property is valued, and its value is printed. Time and costs
    of a volunteer are no property. A grant of another charity is thanked for: a receipt is for one who
    claims tax relief. Source: Income Tax Act (Canada) 248(30)-(32); CRA, Split receipting; CRA,
    sample official donation receipts (read 2026-11).
    """
    if gift.kind in NOT_A_GIFT:
        return Claim("none", (), ZERO, states_amount=False, why="nothing")
    if gift.payer in FROM_A_CHARITY:
        return Claim("thank_you_only", ("not_a_tax_receipt",), ZERO)
    if gift.kind != "money" and (gift.thing is None or not gift.thing.description):
        raise ValueError("property that nobody described has no receipt")
    advantage = sum((benefit.value for benefit in gift.benefits), ZERO)
    if advantage > gift.paid * INTENT_SHARE:
        return Claim("none", (), ZERO, gift.benefits, why="advantage")
    is_small = advantage <= min(gift.paid * SMALL_SHARE, SMALL_AMOUNT)
    told: tuple[Given, ...] = () if is_small else gift.benefits
    return Claim(
        kind="official_receipt",
        statements=(
            "official_receipt",
            "registered_charity",
            *(("property_description",) if gift.kind != "money" else ()),
            *(("advantage_amount_and_description",) if told else ()),
            "eligible_amount",
            "revenue_agency",
        ),
        deductible=gift.paid if is_small else gift.paid - advantage,
        told=told,
    )


def _together(claims: Sequence[Claim]) -> Claim:
    """Return one receipt for a year's gifts of money; property wants its own.

    Raises: ValueError for property and for what is no official receipt. Source: Income Tax Regulations
    3501(1)(e).
    """
    if any(one.kind != "official_receipt" or "property_description" in one.statements for one in claims):
        raise ValueError("only gifts of money stand together on an official receipt")
    told = tuple(benefit for one in claims for benefit in one.told)
    advantage = ("advantage_amount_and_description",) if told else ()
    return Claim(
        kind="annual_statement",
        statements=(
            "official_receipt",
            "registered_charity",
            *advantage,
            "eligible_amount",
            "revenue_agency",
        ),
        deductible=sum((one.deductible or ZERO for one in claims), ZERO),
        told=told,
    )


def _titles() -> dict[str, str]:
    return {
        "official_receipt": _("Official donation receipt"),
        "annual_statement": _("Official donation receipt"),
        "thank_you_only": _("Our thanks for your grant"),
    }


def _official(said: Said) -> str:
    """Say that it is one, where it was issued, and which receipt it ends: a lost one is replaced, not copied.

    Source: Income Tax Regulations 3501(1), (1)(d); CRA, Correcting or replacing official donation receipts.
    """
    place = said.organisation["address"].splitlines()[-1:]
    parts = [_("This is an official receipt for income tax purposes.")]
    parts += [_("Issued at %(place)s.") % {"place": line} for line in place]
    if said.organisation.get("replaces"):
        parts.append(
            _("It cancels and replaces receipt No. %(number)s.") % {"number": said.organisation["replaces"]}
        )
    return " ".join(parts)


def _charity(said: Said) -> str:
    return _("%(name)s, charity registration number %(number)s.") % {
        "name": said.organisation["legal_name"],
        "number": said.organisation["tax_number"],
    }


def _property(said: Said) -> str:
    thing = said.gift.thing
    if thing is None:
        raise ValueError("nobody described what was given")
    return _("Property received on %(day)s: %(what)s. Fair market value: %(value)s.") % {
        "day": said.day(said.gift.given_on),
        "what": thing.description,
        "value": said.money(said.gift.paid),
    }


def _advantage(said: Said) -> str:
    value = sum((benefit.value for benefit in said.claim.told), ZERO)
    return _("Advantage received in return: %(what)s. Value of the advantage: %(value)s.") % {
        "what": named(said.claim.told),
        "value": said.money(value),
    }


def _eligible(said: Said) -> str:
    return _("Eligible amount of the gift for tax purposes: %(amount)s.") % {
        "amount": said.money(said.claim.deductible or ZERO)
    }


def _agency(said: Said) -> str:
    return _("Canada Revenue Agency: canada.ca/charities-giving")


def _not_a_tax_receipt(said: Said) -> str:
    return _("This letter gives thanks and is not an official receipt for income tax purposes.")


def _not_a_receipt(said: Said) -> str:
    return _(
        "This is a summary and not an official receipt for income tax purposes. Please keep it with your "
        "receipts."
    )


SENTENCES: Mapping[str, Sentence] = {
    "official_receipt": _official,
    "registered_charity": _charity,
    "property_description": _property,
    "advantage_amount_and_description": _advantage,
    "eligible_amount": _eligible,
    "revenue_agency": _agency,
    "not_a_tax_receipt": _not_a_tax_receipt,
    "not_a_receipt": _not_a_receipt,
}

# what a receipt must show: Income Tax Regulations 3501(1)(a)-(j), in force 2013-06-26 to 2024-10-30 at least
# (read 2026-11)
CANADA = Regime(
    code="CA",
    claim=_claim,
    together=_together,
    sentences=SENTENCES,
    titles=_titles,
    summary=("not_a_receipt", "registered_charity"),
    series={"": "C", "thank_you_only": "CT"},
    needs_address=True,
    is_replaced_not_copied=True,
)

"""From the rows of a gift to what a regime looks at."""

from decimal import Decimal

from gifts.models import Benefit, Gift, Payer, Property
from receipts.regimes import Contribution, Given, Thing

OTHERS_PAY = frozenset({Payer.DAF, Payer.FOUNDATION, Payer.IRA})


def contribution_of(gift: Gift, paid: Decimal) -> Contribution:
    """Return a gift of which `paid` stands. Raises: ValueError for one that has not arrived."""
    if gift.given_on is None:
        raise ValueError("a gift that has not arrived has no receipt")
    thing = Property.objects.filter(gift=gift).first()
    return Contribution(
        paid=paid,
        given_on=gift.given_on,
        kind=gift.kind,
        payer=gift.payer,
        payer_name=gift.payer_name if gift.payer in OTHERS_PAY else "",
        source=gift.source,
        postmarked_on=gift.postmarked_on,
        received_on=gift.received_on,
        benefits=tuple(_given(benefit) for benefit in gift.benefits.order_by("pk")),
        thing=_thing(thing) if thing else None,
    )


def _given(benefit: Benefit) -> Given:
    return Given(
        description=benefit.description,
        value=benefit.fair_value,
        kind=benefit.kind,
        cost=benefit.cost,
        sold_from=benefit.sold_from,
    )


def _thing(thing: Property) -> Thing:
    return Thing(
        description=thing.description,
        place=thing.place,
        issuer=thing.issuer,
        shares=thing.shares,
        vin=thing.vin,
        is_claimed_over_500=thing.is_claimed_over_500,
        use=thing.use,
        use_note=thing.use_note,
        use_months=thing.use_months,
        sold_on=thing.sold_on,
        proceeds=thing.proceeds,
    )

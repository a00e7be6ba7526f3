"""Cars, boats and airplanes: their own acknowledgment above $500, by what we do with them."""

from datetime import date, timedelta

from receipts.regimes.regime import Contribution

DAYS_TO_ACKNOWLEDGE = timedelta(days=30)

_CERTIFIED: dict[str, tuple[str, ...]] = {
    "sale": ("sale_certification", "gross_proceeds", "deduction_limited_to_proceeds"),
    "kept": ("intended_use_and_duration", "no_transfer_before_completion_certification"),
    "improved": ("material_improvement", "no_transfer_before_completion_certification"),
    "needy": ("needy_certification",),
}


def certified_of(gift: Contribution) -> tuple[str, ...]:
    """Return what a vehicle's paper certifies; empty while that cannot be certified yet.

    Sold without significant use or improvement: the sale at arm's length, its gross proceeds, and that the
    deduction may not exceed them. Otherwise the intended use and how long, or the improvement, and that it
    is not transferred before; or that it goes to a needy person. Whoever issues the paper also files Form
    1098-C with the IRS. Source: IRC 170(f)(12)(B); Notice 2005-44, sec. 3; Instructions for Form 1098-C
    (read 2026-11).
    """
    thing = gift.thing
    if thing is None or (thing.use == "sale" and (thing.sold_on is None or thing.proceeds is None)):
        return ()
    return _CERTIFIED.get(thing.use, ())


def acknowledge_by(gift: Contribution) -> date | None:
    """Return the last day to give the donor the paper, or None where it has no such day (yet).

    Thirty days from the sale, or from the gift where we keep, improve or pass the vehicle on.
    Source: IRC 170(f)(12)(C).
    """
    thing = gift.thing
    if thing is None or not thing.is_claimed_over_500 or not certified_of(gift):
        return None
    return (thing.sold_on if thing.use == "sale" and thing.sold_on else gift.given_on) + DAYS_TO_ACKNOWLEDGE

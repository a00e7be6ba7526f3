"""Another amount or another fund, from the next charge on."""

from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.models import User
from campaigns.models import Fund
from core.money import CENT, ZERO, format_money
from gifts.actions.recurring.requests import Asker, Kind, RequestRefused, Wish, ask, must_go_on
from gifts.gateway.client import DoorShut
from gifts.gateway.setup import keep_product
from gifts.gateway.subscriptions import another_price
from gifts.models import GivingPolicy, RecurringGift, RecurringRequest, StripeProduct

LIVE = ("sk_live_", "rk_live_")


def change_amount(
    *,
    recurring_id: UUID,
    amount: Decimal,
    fee_cover: Decimal = ZERO,
    by: User | None,
    now: datetime,
    on_behalf: bool = False,
    reason: str = "",
) -> RecurringRequest:
    """Let each charge be the amount and what is added toward the fee, from the next one on.

    What is being collected at this moment keeps its amount. Twice is once.

    Raises: RequestRefused.
    """
    plan = partial(another_amount, amount=amount, fee_cover=fee_cover)
    return ask(recurring_id, plan, Asker(by, on_behalf, reason), now=now)


def another_amount(row: RecurringGift, *, amount: Decimal, fee_cover: Decimal) -> Wish:
    """Return the plan of a change of amount. The gift's row is locked. Raises: RequestRefused."""
    must_go_on(row)
    if (amount, fee_cover) != (amount.quantize(CENT), fee_cover.quantize(CENT)):
        raise RequestRefused(_("An amount has no fraction of a cent."))
    amount, fee_cover = amount.quantize(CENT), fee_cover.quantize(CENT)
    _check_amount(amount, fee_cover, row.currency)
    charge = amount + fee_cover
    wanted = {"amount": str(amount), "fee_cover": str(fee_cover), "charge": str(charge)}
    return Wish(
        kind=Kind.AMOUNT,
        wanted={**wanted, "before": str(row.amount)},
        sent=price_of(row, amount=charge),
        done=(row.amount, row.fee_cover) == (charge, fee_cover),
    )


def change_fund(
    *,
    recurring_id: UUID,
    fund: Fund,
    by: User | None,
    now: datetime,
    on_behalf: bool = False,
    reason: str = "",
) -> RecurringRequest:
    """Let the charges go to another fund, from the next one on. Twice is once.

    Raises: RequestRefused.
    """
    if not fund.is_open:
        raise RequestRefused(_("This fund takes no gifts now. Please choose another."))
    plan = partial(_another_fund, fund=fund, product_id=product_of(fund))
    return ask(recurring_id, plan, Asker(by, on_behalf, reason), now=now)


def _another_fund(row: RecurringGift, *, fund: Fund, product_id: str) -> Wish:
    must_go_on(row)
    return Wish(
        kind=Kind.FUND,
        wanted={"fund": fund.code, "before": row.fund.code if row.fund else None},
        sent=price_of(row, product_id=product_id),
        done=row.fund_id == fund.pk and row.product_id == product_id,
    )


def price_of(
    row: RecurringGift, *, amount: Decimal | None = None, product_id: str = "", frequency: str = ""
) -> dict[str, Any]:
    """Return what Stripe is told when one of the three changes; the others must stand as they are `given`."""
    if not row.item_id:
        raise RequestRefused(
            _("This gift was not read from the payment service yet. Please try again later.")
        )
    update = another_price(
        item_id=row.item_id,
        product_id=product_id or row.product_id,
        amount=amount or row.amount,
        currency=row.currency,
        frequency=frequency or row.frequency,
    )
    stands = {"amount": str(row.amount), "frequency": row.frequency, "product": row.product_id}
    changed = {"amount": amount, "frequency": frequency, "product": product_id}
    return {
        "update": update,
        "given": {name: value for name, value in stands.items() if not changed[name]},
    }


def product_of(fund: Fund) -> str:
    """Return the product that stands for a fund at Stripe, made if there is none yet."""
    live = settings.STRIPE_SECRET_KEY.startswith(LIVE)
    known = StripeProduct.objects.filter(fund=fund, livemode=live).first()
    if known is not None:
        return known.product_id
    try:
        product_id = keep_product(product_id="", fund_code=fund.code, name=fund.name)
    except DoorShut as shut:
        raise RequestRefused(
            _("We cannot reach the payment service now. Nothing was changed; please try again.")
        ) from shut
    row, _made = StripeProduct.objects.get_or_create(
        fund=fund, livemode=live, defaults={"product_id": product_id}
    )
    return row.product_id


def _check_amount(amount: Decimal, fee_cover: Decimal, currency: str) -> None:
    policy = GivingPolicy.objects.filter(pk=1).first() or GivingPolicy()
    if amount < policy.minimum or fee_cover < ZERO:
        least = format_money(policy.minimum, currency)
        raise RequestRefused(_("The smallest gift is %(amount)s.") % {"amount": least})
    if amount > policy.maximum:
        most = format_money(policy.maximum, currency)
        raise RequestRefused(_("The largest gift by card is %(amount)s.") % {"amount": most})

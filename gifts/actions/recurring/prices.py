"""Another amount or another fund, from the next charge on."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.models import User
from campaigns.models import Fund
from core.money import CENT, ZERO, format_money
from gifts.actions.recurring.requests import Asker, Kind, RequestRefused, Wish, ask, gift_of
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
    row = gift_of(recurring_id)
    charge = amount + fee_cover
    _check_amount(amount, fee_cover, row.currency)
    wanted = {"amount": str(amount), "fee_cover": str(fee_cover), "charge": str(charge)}
    wish = Wish(
        kind=Kind.AMOUNT,
        wanted={**wanted, "before": str(row.amount)},
        sent={"update": price_of(row, amount=charge)},
        done=(row.amount, row.fee_cover) == (charge, fee_cover),
    )
    return ask(row, wish, Asker(by, on_behalf, reason), now=now)


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
    row = gift_of(recurring_id)
    if not fund.is_open and fund.pk != row.fund_id:
        raise RequestRefused(_("This fund takes no gifts now. Please choose another."))
    wish = Wish(
        kind=Kind.FUND,
        wanted={"fund": fund.code, "before": row.fund.code if row.fund else None},
        sent={"update": price_of(row, product_id=product_of(fund))},
        done=row.fund_id == fund.pk,
    )
    return ask(row, wish, Asker(by, on_behalf, reason), now=now)


def price_of(
    row: RecurringGift, *, amount: Decimal | None = None, product_id: str = "", frequency: str = ""
) -> dict[str, object]:
    """Return what Stripe is told when one of the three changes and the others stay."""
    if not row.item_id:
        raise RequestRefused(
            _("This gift was not read from the payment service yet. Please try again later.")
        )
    return another_price(
        item_id=row.item_id,
        product_id=product_id or row.product_id,
        amount=amount or row.amount,
        currency=row.currency,
        frequency=frequency or row.frequency,
    )


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
    if amount != amount.quantize(CENT) or fee_cover != fee_cover.quantize(CENT) or fee_cover < ZERO:
        raise RequestRefused(_("An amount has no fraction of a cent."))
    if amount < policy.minimum:
        least = format_money(policy.minimum, currency)
        raise RequestRefused(_("The smallest gift is %(amount)s.") % {"amount": least})
    if amount > policy.maximum:
        most = format_money(policy.maximum, currency)
        raise RequestRefused(_("The largest gift by card is %(amount)s.") % {"amount": most})

"""One gift: its story, its money, and what can be done with it."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.access import person, staff
from accounts.models import Role
from desk.menu import address_for
from desk.stories import story_of
from gifts.forms.desk import MatchForm, RefundForm
from gifts.models import Gift, Property, StripeEvent
from receipts.models import Receipt

NOT_STANDING = {Gift.State.REVERSED, Gift.State.FAILED}
REFUNDABLE = {Gift.State.PAID, Gift.State.PARTLY_REFUNDED}


@staff(Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR, Role.READ_ONLY)
@require_safe
def gift_page(request: HttpRequest, gift_id: uuid.UUID) -> HttpResponse:
    """Everything known of a gift on one page; the forms only for those who may send them."""
    user = person(request)
    gift = get_object_or_404(
        Gift.objects.visible_to(user)
        .with_net()
        .select_related("donor", "campaign", "appeal", "checkout__campaign", "checkout__fund", "recurring")
        .select_related("co_payer"),
        pk=gift_id,
    )
    handles = bool(user.roles & {Role.FINANCE, Role.ADMINISTRATOR})
    hands = bool(user.roles & {Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR})
    matches = gift.is_unmatched and hands
    receipts = Receipt.objects.filter(lines__gift=gift).select_related("series").defer("pdf", "snapshot")
    context = {
        "gift": gift,
        **_exchange(gift, hands=hands),
        "story": story_of(gift),
        "lines": gift.ledger_lines.select_related("payout").order_by("occurred_at", "pk"),
        "allocations": gift.allocations.select_related("fund"),
        "refunds": gift.refunds.select_related("requested_by").order_by("requested_at"),
        "receipts": receipts.order_by("pk"),
        "events": StripeEvent.objects.filter(root=gift.payment_id or "-").order_by("received_at"),
        "may_handle": handles,
        "may_open_payouts": address_for(user, "gifts:payout_list"),
        "refund_form": _refund_form(gift) if handles else None,
        "match_form": MatchForm(initial=_as_the_bank_gave(gift)) if matches else None,
    }
    return render(request, "desk/gift.html", context)


def _exchange(gift: Gift, *, hands: bool) -> dict[str, Any]:
    """What was given, what came back, who else is thanked; and what of it these hands may change."""
    is_offline, is_out = gift.source != Gift.Source.STRIPE, gift.state == Gift.State.REVERSED
    return {
        "thing": Property.objects.filter(gift=gift).first(),
        "benefits": gift.benefits.order_by("pk"),
        "credits": gift.soft_credits.select_related("donor").order_by("pk"),
        "may_credit": hands and gift.donor_id is not None and gift.state not in NOT_STANDING,
        "may_correct": hands and not is_out and not gift.is_unmatched,
        "may_reverse": hands and is_offline and not is_out,
        "may_print_card": hands and bool(gift.tribute_kind),
    }


def _refund_form(gift: Gift) -> RefundForm | None:
    """A form for what is left of the gift; its key makes sending it twice one refund."""
    if gift.source != Gift.Source.STRIPE or gift.state not in REFUNDABLE or gift.net <= 0:
        return None
    return RefundForm(initial={"amount": gift.net, "form_key": uuid.uuid4()})


def _as_the_bank_gave(gift: Gift) -> dict[str, str]:
    return {"name": gift.payer_name, "email": gift.payer_email}

"""One gift: its story, its money, and what can be done with it."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.access import person, staff
from accounts.models import Role
from desk.stories import story_of
from gifts.forms.desk import MatchForm, RefundForm
from gifts.models import Gift, StripeEvent
from receipts.models import Receipt


@staff(Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR, Role.READ_ONLY)
@require_safe
def gift_page(request: HttpRequest, gift_id: uuid.UUID) -> HttpResponse:
    """Everything known of a gift on one page."""
    visible = Gift.objects.visible_to(person(request)).with_net()
    gift = get_object_or_404(
        visible.select_related(
            "donor", "campaign", "appeal", "checkout__campaign", "checkout__fund", "recurring"
        ),
        pk=gift_id,
    )
    context = {
        "gift": gift,
        "story": story_of(gift),
        "lines": gift.ledger_lines.select_related("payout").order_by("occurred_at", "pk"),
        "allocations": gift.allocations.select_related("fund"),
        "refunds": gift.refunds.select_related("requested_by").order_by("requested_at"),
        "receipts": Receipt.objects.filter(lines__gift=gift).select_related("series").order_by("pk"),
        "events": StripeEvent.objects.filter(root=gift.payment_id or "-").order_by("received_at"),
        "refund_form": RefundForm(initial={"amount": gift.net, "form_key": uuid.uuid4()}),
        "can_refund": bool(person(request).roles & {Role.FINANCE, Role.ADMINISTRATOR}),
        "match_form": MatchForm(initial=_as_the_bank_gave(gift)) if gift.is_unmatched else None,
    }
    return render(request, "desk/gift.html", context)


def _as_the_bank_gave(gift: Gift) -> dict[str, str]:
    return {"name": gift.payer_name, "email": gift.payer_email}

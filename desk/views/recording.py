"""Entering a gift by hand: what was given, the form of its kind, a look at the paper, and then the books."""

from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import person, staff
from accounts.models import Role
from accounts.organisation import the_zone
from campaigns.models import Appeal, Campaign, Fund
from core.clock import legal_day
from desk.reports.foretold import foretell
from donors.forms.whom import named
from donors.models import Donor
from gifts.actions.offline import OfflineGift, OfflineRefused, record_gift
from gifts.forms.offline import KINDS, GiftSheet, Problem
from gifts.models import Batch, Gift, Payer, Pledge
from gifts.reports.pledges import next_part

HANDS = (Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR)
DIGITS = 10
# what the choice of a kind hands on to its form
CARRIED = ("donor", "batch", "pledge")
PRESSED = frozenset({"csrfmiddlewaretoken", "sure", "again"})


@staff(*HANDS)
@require_safe
def gift_new(request: HttpRequest) -> HttpResponse:
    """Choose what was given."""
    kept = {name: request.GET[name] for name in CARRIED if request.GET.get(name)}
    context = {"kinds": KINDS.values(), "kept": urlencode(kept)}
    return render(request, "desk/gift_new.html", context)


@staff(*HANDS)
@require_http_methods(["GET", "HEAD", "POST"])
def gift_record(request: HttpRequest, kind: str) -> HttpResponse:
    """The form of one kind; sent once it shows which paper follows, sent again it is done."""
    if kind not in KINDS:
        raise Http404
    now, by = timezone.now(), person(request)
    data = request.POST if request.method == "POST" else None
    sheet = GiftSheet(kind, data, today=legal_day(now, the_zone()), first=_first(request))
    context: dict[str, Any] = {"kind": KINDS[kind], "sheet": sheet}
    if data is None or not sheet.is_valid() or "again" in data:
        context["problems"] = sheet.problems() if data is not None else []
        return render(request, "desk/gift_record.html", context)
    typed = sheet.typed()
    do = partial(record_gift, typed=typed, by=by, now=now)
    try:
        if "sure" in data:
            gift = do()
            messages.success(request, _("The gift is in the books. Its paper follows by itself."))
            if gift.batch_id:
                return redirect("gifts:batch", batch_id=gift.batch_id)
            return redirect("desk:gift", gift_id=gift.pk)
        context["paper"] = foretell(do, now=now)
    except OfflineRefused as refusal:
        context["problems"] = [Problem(str(refusal))]
        return render(request, "desk/gift_record.html", context)
    context |= {
        "kept": kept_of(request),
        "typed": typed,
        "said": _said(typed),
        "by_fund": _pays_by_fund(typed),
    }
    return render(request, "desk/gift_confirm.html", context)


def _first(request: HttpRequest) -> dict[str, Any]:
    """What the address says beforehand: who gives, the batch that it came with, the pledge that it pays."""
    first: dict[str, Any] = {name: request.GET[name] for name in CARRIED if request.GET.get(name)}
    giver = first.pop("donor", "")
    donor = Donor.objects.standing_for(int(giver)) if giver.isdecimal() and len(giver) < DIGITS else None
    first["who"] = named(donor) if donor else giver
    number, pledged = (first.get(name, "") for name in ("batch", "pledge"))
    if number.isdecimal() and len(number) < DIGITS:
        batch = Batch.objects.filter(pk=number, posted_at=None).first()
        if batch is not None:
            first |= {
                "arrived_on": batch.received_on,
                "campaign": batch.campaign_id,
                "appeal": batch.appeal_id,
            }
    if pledged.isdecimal() and len(pledged) < DIGITS:
        first |= _of_pledge(int(pledged))
    return first


def _said(typed: OfflineGift) -> dict[str, Any]:
    """The names of what was chosen, to be looked over."""
    funds = Fund.objects.in_bulk([fund_id for fund_id, _amount in typed.shares])
    return {
        "source": Gift.Source(typed.source).label,
        "payer": "" if typed.payer == Payer.DONOR else Payer(typed.payer).label,
        "shares": [(funds[fund_id], amount) for fund_id, amount in typed.shares],
        "campaign": Campaign.objects.filter(pk=typed.campaign_id or 0).first(),
        "appeal": Appeal.objects.filter(pk=typed.appeal_id or 0).first(),
    }


def _of_pledge(number: int) -> dict[str, Any]:
    """What a payment of a pledge most likely is: the donor's next part, for what they promised it."""
    today = legal_day(timezone.now(), the_zone())
    pledge = Pledge.objects.with_balance(today).filter(pk=number).select_related("donor").first()
    if pledge is None:
        return {}
    return {
        "who": named(pledge.donor),
        "amount": pledge.due or next_part(pledge) or None,
        "fund": pledge.fund_id,
        "campaign": pledge.campaign_id,
        "appeal": pledge.appeal_id,
    }


def _pays_by_fund(typed: OfflineGift) -> bool:
    """Whether a donor-advised fund would pay somebody's own pledge, which the law does not let it do."""
    return typed.pledge_id is not None and typed.payer == Payer.DAF


def kept_of(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what was sent, to be sent again by the page that asks whether it is right."""
    rows = request.POST.lists()
    return [(name, value) for name, values in rows if name not in PRESSED for value in values]

"""A card for the family of a tribute: names are typed, printed, and forgotten."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import person, staff
from accounts.models import Role
from gifts.forms.card import CardForm
from gifts.models import Gift
from gifts.papers import tribute_card as card_of


@staff(Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def tribute_card(request: HttpRequest, gift_id: uuid.UUID) -> HttpResponse:
    """Ask for the names; answer with the paper."""
    gifts = Gift.objects.visible_to(person(request)).exclude(tribute_kind="").select_related("donor")
    gift = get_object_or_404(gifts, pk=gift_id)
    giver = gift.donor.name if gift.donor and not gift.is_anonymous else ""
    language = gift.donor.language if gift.donor else "en"
    initial = {"giver": giver, "language": language}
    form = CardForm(request.POST if request.method == "POST" else None, initial=initial)
    if not form.is_bound or not form.is_valid():
        return render(request, "gifts/tribute_card.html", {"gift": gift, "form": form})
    answer = HttpResponse(card_of(gift, form.names(), now=timezone.now()), content_type="application/pdf")
    answer["Content-Disposition"] = 'attachment; filename="card.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer

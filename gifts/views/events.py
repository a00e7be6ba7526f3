"""What Stripe told us: the inbox, with a button that reads again."""

import django_filters
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.access import person, staff
from accounts.models import Role
from core.paging import keyset_page
from gifts.actions.events import replay_event
from gifts.filters import ANY
from gifts.models import StripeEvent

HANDS = (Role.FINANCE, Role.ADMINISTRATOR)
STATES = [("waiting", lazy("Waiting")), ("failing", lazy("Failing")), ("done", lazy("Done"))]


class EventFilter(django_filters.FilterSet):
    """What the inbox can be narrowed to."""

    q = django_filters.CharFilter(method="search", label=lazy("Event, object or kind"))
    state = django_filters.ChoiceFilter(
        choices=STATES, method="in_state", empty_label=ANY, label=lazy("State")
    )

    class Meta:
        model = StripeEvent
        fields = ("q",)

    def search(self, events: QuerySet[StripeEvent], _name: str, words: str) -> QuerySet[StripeEvent]:
        """By an id of Stripe's, or by the start of the kind."""
        return events.filter(Q(event_id=words) | Q(root=words) | Q(kind__startswith=words))

    def in_state(self, events: QuerySet[StripeEvent], _name: str, state: str) -> QuerySet[StripeEvent]:
        """Waiting ones include the failing."""
        waiting = events.filter(done_at=None)
        return {
            "waiting": waiting,
            "failing": waiting.exclude(error=""),
            "done": events.exclude(done_at=None),
        }[state]


@staff(Role.FINANCE, Role.ADMINISTRATOR, Role.READ_ONLY)
@require_safe
def event_list(request: HttpRequest) -> HttpResponse:
    """Every event, newest first."""
    chosen = EventFilter(request.GET, queryset=StripeEvent.objects.all())
    page = keyset_page(request, chosen.qs, field="received_at")
    failing = StripeEvent.objects.filter(done_at=None).exclude(error="").count()
    context = {
        "filter": chosen,
        "page": page,
        "failing": failing,
        "may_replay": bool(person(request).roles & set(HANDS)),
    }
    return render(request, "gifts/events.html", context)


@staff(*HANDS)
@require_POST
def event_replay(request: HttpRequest, event_id: str) -> HttpResponse:
    """Read the event's root from Stripe again, whatever became of it before."""
    event = get_object_or_404(StripeEvent, pk=event_id)
    replay_event(event_id=event.pk, now=timezone.now())
    messages.success(request, _("It will be read again within seconds."))
    return redirect("gifts:event_list")

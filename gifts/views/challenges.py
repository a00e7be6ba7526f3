"""Challenges on the desk: the list, one with what its pot gave, and writing them."""

from collections.abc import Callable

import django_filters
from django.contrib import messages
from django.db.models import Count, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person, staff
from accounts.models import Role
from accounts.organisation import the_zone
from campaigns.actions.challenges import (
    ChallengeRefused,
    create_challenge,
    edit_challenge,
    end_challenge,
    open_challenge,
)
from campaigns.forms.challenge import ChallengeForm, initial_of
from campaigns.models import Campaign, Challenge
from core.clock import legal_day
from core.money import ZERO
from core.paging import keyset_page
from gifts.filters import ANY
from gifts.forms.offline.parties import PartyForm
from gifts.models import Gift, Pledge
from gifts.reports.matching import due_matches
from gifts.reports.pots import promise, standing_of
from gifts.reports.progress import tree_of

WRITERS = (Role.FUNDRAISER, Role.ADMINISTRATOR)
READERS = (Role.FUNDRAISER, Role.FINANCE, Role.ADMINISTRATOR, Role.READ_ONLY)
MOST = 10


class ChallengeFilter(django_filters.FilterSet):
    """What the list of challenges can be narrowed to."""

    q = django_filters.CharFilter(method="search", label=_l("Name or sponsor"))
    state = django_filters.ChoiceFilter(choices=Challenge.State.choices, empty_label=ANY, label=_l("State"))
    campaign = django_filters.ModelChoiceFilter(
        queryset=Campaign.objects.all(), empty_label=ANY, label=_l("Campaign")
    )

    class Meta:
        model = Challenge
        fields = ("q",)

    def search(self, challenges: QuerySet[Challenge], _name: str, words: str) -> QuerySet[Challenge]:
        """By a part of its name or of the sponsor's."""
        word = words.strip()
        return challenges.filter(Q(name__icontains=word) | Q(sponsor__name__icontains=word))


@staff(*READERS)
@require_safe
def challenge_list(request: HttpRequest) -> HttpResponse:
    """Challenges, the newest first, with what is left of all that are listed."""
    chosen = ChallengeFilter(request.GET, queryset=Challenge.objects.all())
    shown = chosen.qs.select_related("sponsor", "campaign")
    totals = chosen.qs.order_by().aggregate(count=Count("pk"), given=Sum("used"), pots=Sum("pot"))
    given = totals["given"] or ZERO
    page = keyset_page(request, shown, field="created_at")
    today = legal_day(timezone.now(), the_zone())
    context = {
        "filter": chosen,
        "page": page,
        "rows": [(each, standing_of(each, today)) for each in page.rows],
        "count": totals["count"],
        "used": given,
        "left": (totals["pots"] or ZERO) - given,
        "may_write": bool(person(request).roles & set(WRITERS)),
    }
    return render(request, "gifts/challenges.html", context)


@staff(*READERS)
@require_safe
def challenge_page(request: HttpRequest, challenge_id: int) -> HttpResponse:
    """One challenge: its pot, each row that it gave or got back, and what the sponsor promised and gave."""
    found = Challenge.objects.select_related("sponsor", "campaign")
    challenge = get_object_or_404(found, pk=challenge_id)
    now = timezone.now()
    # while something is left, a gift without its match is about to get it
    due = [] if challenge.left else due_matches(challenge_id=challenge.pk, with_room=False)
    short = [each for each in due if each.wanted > each.has]
    own = Gift.objects.filter(donor=challenge.sponsor_id, campaign__in=tree_of(challenge.campaign_id))
    standing = challenge.matches.values("gift").annotate(sum=Sum("amount")).filter(sum__gt=0)
    pledges = Pledge.objects.filter(donor=challenge.sponsor_id, campaign__in=tree_of(challenge.campaign_id))
    context = {
        "challenge": challenge,
        "standing": standing_of(challenge, legal_day(now, the_zone())),
        "promise": promise(challenge, challenge.campaign.currency),
        "page": keyset_page(request, challenge.matches.select_related("gift__donor"), field="created_at"),
        "gift_count": standing.count(),
        "waiting": len(short),
        "waiting_sum": sum((each.wanted - each.has for each in short), ZERO),
        "sponsored": own.filter(given_on__gte=challenge.starts_on).order_by("-given_on")[:MOST],
        "pledges": pledges.order_by("-pledged_on")[:MOST],
        "as_of": now,
        "may_write": bool(person(request).roles & set(WRITERS)),
    }
    return render(request, "gifts/challenge.html", context)


@staff(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def challenge_new(request: HttpRequest) -> HttpResponse:
    """Write a draft."""
    today = legal_day(timezone.now(), the_zone())
    initial = {"campaign": request.GET.get("campaign"), "starts_on": today}
    form = ChallengeForm(request.POST or None, initial=initial)
    sponsor = PartyForm(request.POST or None, prefix="sponsor", is_needed=True)
    if request.method == "POST" and form.is_valid() & sponsor.is_valid() and sponsor.chosen:
        facts = form.facts(sponsor.chosen.pk)
        made = create_challenge(facts=facts, by=person(request), now=timezone.now())
        messages.success(request, _("The draft is saved. Nothing is matched until you open it."))
        return redirect("gifts:challenge", made.pk)
    return render(request, "gifts/challenge_edit.html", {"form": form, "sponsor": sponsor})


@staff(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def challenge_edit(request: HttpRequest, challenge_id: int) -> HttpResponse:
    """Change a challenge; the sponsor stays where nobody else is written."""
    challenge = get_object_or_404(Challenge.objects.select_related("sponsor"), pk=challenge_id)
    form = ChallengeForm(request.POST or None, initial=initial_of(challenge))
    sponsor = PartyForm(request.POST or None, prefix="sponsor")
    if request.method == "POST" and form.is_valid() & sponsor.is_valid():
        who = sponsor.chosen.pk if sponsor.chosen else challenge.sponsor_id
        now = timezone.now()
        try:
            edit_challenge(challenge_id=challenge.pk, facts=form.facts(who), by=person(request), now=now)
        except ChallengeRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("gifts:challenge", challenge.pk)
    context = {"challenge": challenge, "form": form, "sponsor": sponsor}
    return render(request, "gifts/challenge_edit.html", context)


@staff(*WRITERS)
@require_POST
def challenge_open(request: HttpRequest, challenge_id: int) -> HttpResponse:
    """Tell the public and match gifts."""
    return _turn(request, challenge_id, open_challenge, _("It is open: the page tells of it."))


@staff(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def challenge_end(request: HttpRequest, challenge_id: int) -> HttpResponse:
    """Ask once more, then match nothing more."""
    if request.method == "POST":
        return _turn(request, challenge_id, end_challenge, _("It has ended. What was matched stays."))
    challenge = get_object_or_404(Challenge.objects.select_related("campaign"), pk=challenge_id)
    return render(request, "gifts/challenge_end.html", {"challenge": challenge})


def _turn(request: HttpRequest, challenge_id: int, action: Callable[..., None], said: str) -> HttpResponse:
    """Take a challenge to its next state, or say why not."""
    challenge = get_object_or_404(Challenge, pk=challenge_id)
    try:
        action(challenge_id=challenge.pk, by=person(request), now=timezone.now())
    except ChallengeRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect("gifts:challenge", challenge.pk)

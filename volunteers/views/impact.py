"""The page that shows what a change would do, and what staff then say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy

from accounts.organisation import the_zone
from volunteers.actions.impact import Decision, Impact, Line, Place, Seat
from volunteers.models import Site, VolunteerRole
from volunteers.reports.when import When

CHOICE = "do-"
OURS = ("csrfmiddlewaretoken", "digest", "seen_left", "look", "back", "save")


@dataclass(frozen=True)
class Question:
    """What is asked before a change: its name, the way back, the words on the button.

    `can_leave`: single shifts may be left as they are. `can_go_back`: there is a form to go back to.
    `said`: why it is shown again.
    """

    title: str
    back: str
    button: str
    can_leave: bool = False
    can_go_back: bool = False
    said: str = ""
    crumbs: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Row:
    """A shift as the page shows it; `also` says what changes besides the time."""

    line: Line
    before: When
    after: When | None
    also: str = ""

    @property
    def seats(self) -> tuple[Seat, ...]:
        """Everybody on it."""
        return self.line.seats


def decision_of(data: QueryDict) -> Decision | None:
    """Return what staff decided on the page; None when they have not seen it yet."""
    digest = data.get("digest", "")
    if not digest:
        return None
    chosen = [key for key, value in data.items() if key.startswith(CHOICE) and value == "leave"]
    left = _keys([key.removeprefix(CHOICE) for key in chosen])
    return Decision(digest, _keys(data.getlist("seen_left")), left)


def ask(request: HttpRequest, impact: Impact, question: Question, now: datetime) -> HttpResponse:
    """Show the page. What was typed before goes along in hidden fields."""
    home = the_zone()
    names = _names(impact)
    left = [line.shift.pk for line in impact.lines if line.is_left]
    facts = {
        "impact": impact,
        "question": question,
        "summary": summary(impact),
        "troubled": [row_of(line, names, home, now) for line in impact.troubled],
        "moved": [row_of(line, names, home, now) for line in impact.moved],
        "removed": [row_of(line, names, home, now) for line in impact.removed],
        "kept": [row_of(line, names, home, now) for line in impact.kept if not line.is_left],
        "staying": sum(not line.is_left for line in impact.kept) + len(impact.by_hand) + len(left),
        "by_hand": [when_of(Place.of(shift), home, now) for shift in impact.by_hand],
        "typed": [
            (name, value)
            for name, values in request.POST.lists()
            if name not in OURS and not name.startswith(CHOICE)
            for value in values
        ],
        "left": left,
    }
    return render(request, "volunteers/desk/impact.html", facts)


def summary(impact: Impact) -> str:
    """Return the whole of it in a few sentences."""
    counted = [
        (len(impact.moved), ngettext_lazy("%d shift changes.", "%d shifts change.")),
        (
            impact.moved_people,
            ngettext_lazy(
                "%d person keeps the place and is told.", "%d people keep their places and are told."
            ),
        ),
        (len(impact.removed), ngettext_lazy("%d day falls away.", "%d days fall away.")),
        (
            impact.lost_people,
            ngettext_lazy("%d person cannot be kept everywhere.", "%d people cannot be kept everywhere."),
        ),
    ]
    return " ".join(words % count for count, words in counted if count) or _("Nobody is concerned.")


def when_of(place: Place, home: str, now: datetime) -> When:
    """Return when a place is, in the words of its own wall."""
    zone = ZoneInfo(place.zone)
    return When(place.starts_at.astimezone(zone), place.ends_at.astimezone(zone), home, now)


Names = Mapping[str, Mapping[int, str]]


def row_of(line: Line, names: Names, home: str, now: datetime) -> Row:
    """Return a line in words."""
    before, after = line.before, line.after
    if after is None:
        return Row(line, when_of(before, home, now), None)
    also = [
        names["role"].get(after.role_id, "") if after.role_id != before.role_id else "",
        names["site"].get(after.site_id, "") if after.site_id != before.site_id else "",
        _seats(after.seats) if after.seats != before.seats else "",
    ]
    words = ", ".join(word for word in also if word)
    return Row(line, when_of(before, home, now), when_of(after, home, now), words)


def _seats(seats: int) -> str:
    return ngettext("%(count)d seat", "%(count)d seats", seats) % {"count": seats}


def _names(impact: Impact) -> Names:
    places = [line.after for line in impact.lines if line.after]
    roles = VolunteerRole.objects.in_bulk({place.role_id for place in places})
    sites = Site.objects.in_bulk({place.site_id for place in places})
    return {
        "role": {key: str(role) for key, role in roles.items()},
        "site": {key: str(site) for key, site in sites.items()},
    }


def _keys(texts: list[str]) -> frozenset[int]:
    return frozenset(int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 19)

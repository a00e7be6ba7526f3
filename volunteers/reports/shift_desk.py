"""One shift as coordinators see it: what it is, whom it has, who waits, what happened."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import AuditEntry
from accounts.organisation import the_zone
from volunteers.gates import CoverageState, coverage_of, judge_many
from volunteers.gates.timeline import reasons_of
from volunteers.models import Handover, Shift, SignUp, SignUpEvent
from volunteers.reports.when import When, moment_words, when

AT_MOST = 100
State = SignUp.State
Reason = SignUpEvent.Reason


@dataclass(frozen=True)
class Happening:
    """Something that happened, as a sentence, and when in words."""

    at: datetime
    moment: str
    words: str


@dataclass(frozen=True)
class Waiting:
    """Somebody on the waitlist, and what stands against them now."""

    sign_up: SignUp
    against: list[str]


@dataclass(frozen=True)
class ShiftDesk:
    """A shift with all that belongs to it."""

    when: When
    coverage: list[CoverageState]
    coming: list[SignUp]
    asking: list[SignUp]
    offered: list[SignUp]
    waiting: list[Waiting]
    handovers: list[Handover]
    story: list[Happening]
    is_over: bool
    is_running: bool

    @property
    def held(self) -> int:
        """How many seats are taken."""
        return len(self.coming) + len(self.asking) + len(self.offered)


def shift_desk(shift: Shift, now: datetime) -> ShiftDesk:
    """Return the page of a shift; the queries do not grow with its people."""
    rows = list(SignUp.objects.holding().filter(shift=shift).select_related("volunteer", "team"))
    queue = list(SignUp.objects.waiting().filter(shift=shift).select_related("volunteer"))
    by_state = {state: [one for one in rows if one.state == state] for state in SignUp.HOLDING}
    handovers = Handover.objects.filter(sign_up__shift=shift, state=Handover.State.OPEN)
    about = ("sign_up__volunteer", "in_return__volunteer", "in_return__shift")
    return ShiftDesk(
        when=when(shift, home=the_zone(), now=now),
        coverage=coverage_of([shift])[shift.pk],
        coming=by_state[State.CONFIRMED],
        asking=by_state[State.REQUESTED],
        offered=by_state[State.OFFERED],
        waiting=_waiting(shift, queue, now),
        handovers=list(handovers.select_related(*about)),
        story=_story(shift, now),
        is_over=shift.ends_at <= now,
        is_running=shift.starts_at <= now < shift.ends_at,
    )


def _waiting(shift: Shift, queue: list[SignUp], now: datetime) -> list[Waiting]:
    if not queue:
        return []
    judged = judge_many(volunteer_ids=[one.volunteer_id for one in queue], shifts=[shift], now=now)
    return [
        Waiting(one, reasons_of(judged[one.volunteer_id, shift.pk], is_for_screening=False)) for one in queue
    ]


def _story(shift: Shift, now: datetime) -> list[Happening]:
    """Return what happened to the shift and to its sign-ups, the newest first."""
    events = SignUpEvent.objects.filter(sign_up__shift=shift).select_related("sign_up__volunteer", "actor")
    told = [(event.at, _event_words(event)) for event in events.order_by("-at", "-pk")[:AT_MOST]]
    entries = AuditEntry.objects.filter(about_kind="shift", about_id=str(shift.pk)).select_related("actor")
    told += [(entry.at, words) for entry in entries[:AT_MOST] if (words := _entry_words(entry))]
    told.append((shift.created_at, _("The shift was made.")))
    told.sort(key=lambda pair: pair[0], reverse=True)
    return [Happening(at, moment_words(at, zone=shift.zone, now=now), words) for at, words in told]


def _event_words(event: SignUpEvent) -> str:
    facts = {"name": event.sign_up.volunteer.name, "actor": _who(event.actor)}
    if event.from_state == event.to_state:
        return _("%(name)s was told of the new time.") % facts
    words = {
        State.REQUESTED: _("%(name)s asked for a seat."),
        State.CONFIRMED: _("%(name)s has a seat."),
        State.OFFERED: _("A seat was offered to %(name)s."),
        State.WAITING: _("%(name)s waits for a seat."),
        State.CANCELLED: _("%(name)s gave the place up."),
        State.DECLINED: _("%(actor)s declined the request of %(name)s."),
        State.RELEASED: _("%(name)s was released."),
        State.LAPSED: _("The offer to %(name)s ran out."),
    }[State(event.to_state)] % facts
    if event.reason in {Reason.SELF, Reason.LAPSE}:
        return words
    return _("%(words)s (%(reason)s)") % {"words": words, "reason": event.get_reason_display()}


def _entry_words(entry: AuditEntry) -> str:
    """Return a sentence for an entry of the trail; nothing for what the events say already."""
    facts = {"actor": _who(entry.actor), **entry.after}
    words = {
        "shift.edited": _("%(actor)s changed the shift."),
        "shift.seats_changed": _("%(actor)s set the seats to %(seats)s."),
        "shift.cancelled": _("%(actor)s cancelled the shift."),
    }.get(entry.verb, "")
    return words % facts


def _who(actor: object) -> str:
    return str(actor) if actor else _("The clock")

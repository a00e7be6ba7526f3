"""The kinds of letters about shifts, each with the facts that its words use.

No fact tells a program, a role or a place: mail is read on shared screens and forwarded.
"""

from datetime import UTC, datetime, timedelta

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from letters.kinds import LetterKind, register
from volunteers.letters.reminders import leaves_at
from volunteers.letters.spoken import moment_words, span_words
from volunteers.models import VOLUNTEER_SIDE

# letters that call for help, and that anyone may decline (`letters.kinds.TOPICS`)
CALLS = "shift_calls"

# samples for the previews, worded in the language of each
SAMPLE_START = datetime(2026, 12, 8, 20, 0, tzinfo=UTC)
SAMPLE_ZONE = "America/New_York"


def _sample_span(days: int = 0, hours: int = 0) -> str:
    start = SAMPLE_START + timedelta(days=days, hours=hours)
    return span_words(start, start + timedelta(hours=3), SAMPLE_ZONE)


def _sample_moment() -> str:
    return moment_words(SAMPLE_START - timedelta(hours=18), SAMPLE_ZONE)


span_later = lazy(_sample_span, str)
moment_later = lazy(_sample_moment, str)

WHEN = span_later()
OTHER_WHEN = span_later(days=2, hours=2)
ABOUT_A_SHIFT: dict[str, str | Promise] = {"name": "Rosa Lind", "when": WHEN}


def _turn(name: str, title: Promise, **facts: str | Promise) -> LetterKind:
    return register(LetterKind(name=name, title=title, facts=ABOUT_A_SHIFT | facts, readers=VOLUNTEER_SIDE))


def _call(name: str, title: Promise, **facts: str | Promise) -> LetterKind:
    return register(
        LetterKind(
            name=name,
            title=title,
            facts=ABOUT_A_SHIFT | facts,
            readers=VOLUNTEER_SIDE,
            is_transactional=False,
            topic=CALLS,
        )
    )


def _notice(name: str, title: Promise, **facts: str | Promise) -> LetterKind:
    return register(LetterKind(name=name, title=title, facts=facts, readers=VOLUNTEER_SIDE))


# what `tell` calls a turn of a sign-up, and the letter that says it
TURNS: dict[str, LetterKind] = {
    "confirmed": _turn("shift_confirmed", _("Shift: confirmed")),
    "requested": _turn("shift_requested", _("Shift: asked for")),
    "declined": _turn("shift_declined", _("Shift: not this time")),
    "waitlisted": _turn("shift_waitlisted", _("Shift: on the waitlist")),
    "seat_offered": _turn("seat_offered", _("Seat: held for somebody"), until=moment_later(), sign_up="1"),
    "offer_lapsed": _turn("seat_offer_lapsed", _("Seat: the time to say yes is over")),
    "offer_taken_back": _turn("seat_offer_taken_back", _("Seat: no longer held, back on the waitlist")),
    "seat_open": _call("seat_open", _("Seat: open, first come"), shift="1"),
    "released": _turn("shift_released", _("Shift: no longer theirs")),
    "shift_cancelled": _turn("shift_cancelled", _("Shift: does not take place"), reason=_("Weather")),
    "shift_moved": _turn("shift_moved", _("Shift: moved"), before=span_later(hours=-1)),
    "stand_in_wanted": _call("shift_stand_in_wanted", _("Shift: a stand-in is wanted"), handover="1"),
    "swap_offered": _turn(
        "shift_swap_offered", _("Shift: a swap is offered"), in_return=OTHER_WHEN, handover="1"
    ),
    "handover_done": _turn("shift_handover_done", _("Shift: taken over"), instead=OTHER_WHEN),
    "handover_refused": _turn("shift_handover_refused", _("Shift: no swap")),
}
REMINDER = register(
    LetterKind(
        name="shift_reminder",
        title=_("Shift: reminder"),
        facts=ABOUT_A_SHIFT,
        readers=VOLUNTEER_SIDE,
        leaves_at=leaves_at,
    )
)
BROADCAST = _turn(
    "shift_message",
    _("Shift: message of a coordinator"),
    words="Please come ten minutes early and bring a warm coat.",
)

MOVES = _turn(
    "shifts_moved",
    _("Shifts: several moved"),
    count="3",
    before=span_later(hours=-1),
    others=OTHER_WHEN,
)

CANCELLATIONS = _turn(
    "shifts_cancelled",
    _("Shifts: several do not take place"),
    count="3",
    others=OTHER_WHEN,
    reason=_("Weather"),
)

# what `tell_staff` calls a notice to coordinators, and its letter; each leads to one page of the desk
STAFF: dict[str, LetterKind] = {
    "seats_released": _notice(
        "desk_seats_released", _("Notice to coordinators: seats given back"), count="3", volunteer="1"
    ),
    "coverage_low": _notice(
        "desk_coverage_low", _("Notice to coordinators: a shift wants people"), when=WHEN, shift="1"
    ),
    "request_waiting": _notice(
        "desk_request_waiting", _("Notice to coordinators: somebody asks for a shift"), when=WHEN, shift="1"
    ),
    "application_waiting": _notice(
        "desk_application_waiting", _("Notice to screening: an application came in"), application="1"
    ),
}

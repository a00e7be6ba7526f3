"""One shift: made, moved, given more or fewer seats, cancelled. Whoever is on it is told."""

from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.audit import Facts, record
from accounts.models import User
from volunteers.actions.impact import Decision, Impact, Place, settled
from volunteers.actions.judging import judged
from volunteers.actions.moving import cancel, carry_out, except_days, hold, lose_seat, tell_put_back
from volunteers.actions.seats import seat_freed
from volunteers.letters import tell_cancelled
from volunteers.models import Series, SeriesException, Shift, SignUp, SignUpEvent
from volunteers.models.shifts import LONGEST


class ShiftRefused(Exception):
    """A sentence for the person; `field` names what to look at again."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


@dataclass(frozen=True)
class ShiftFacts:
    """What staff choose about a shift."""

    role_id: int
    site_id: int
    zone: str
    starts_at: datetime
    ends_at: datetime
    seats: int


def create_shift(*, facts: ShiftFacts, actor: User, now: datetime) -> Shift:
    """Make a shift of no series, open at once.

    Raises: ShiftRefused.
    """
    _check(facts, now)
    with transaction.atomic():
        shift = Shift.objects.create(**asdict(facts), created_at=now)
        _note(shift, "shift.created", actor, now, after=_told(facts))
    return shift


def plan_shift(shift_id: int, facts: ShiftFacts, *, now: datetime) -> Impact:
    """Return what an edit of one shift would do to those on it."""
    shift = Shift.objects.select_related("role__program", "site").get(pk=shift_id)
    after = Place(original_on=shift.original_on, **asdict(facts))
    return judged(f"{shift.pk} {shift.version} {_told(facts)}", [(shift, after)], left=(), now=now)


def edit_shift(*, shift_id: int, facts: ShiftFacts, digest: str, actor: User, now: datetime) -> None:
    """Move one shift as it was previewed, with everybody who can be kept. Edits of its series let it be then.

    Raises: ShiftRefused; ImpactChanged when what was previewed is no more.
    """
    _check(facts, now)
    with transaction.atomic():
        _hold_with_series(shift_id)
        impact = settled(lambda _left: plan_shift(shift_id, facts, now=now), Decision(digest))
        (line,) = impact.lines
        _refuse_ended(line.shift, now)
        before = _told(_facts_of(line.shift))
        if line.is_moved and line.shift.series_id:
            Shift.objects.filter(pk=shift_id).update(is_hand_edited=True)
            except_days([line.shift], SeriesException.Kind.MOVED)
        carry_out(impact, actor=actor, now=now)
        _note(line.shift, "shift.edited", actor, now, before=before, after=_told(facts))


def plan_seats(shift_id: int, seats: int, *, now: datetime) -> Impact:
    """Return what another number of seats would do: who came last, where there are too few."""
    shift = Shift.objects.get(pk=shift_id)
    return plan_shift(shift_id, replace(_facts_of(shift), seats=seats), now=now)


def change_seats(*, shift_id: int, seats: int, released: Collection[int], actor: User, now: datetime) -> None:
    """Give a shift more or fewer seats; of those who hold one, these sign-ups are released and told.

    Whoever was only offered one waits on instead, with the same place in line.
    New seats are offered to who waits, in their order.

    Raises: ShiftRefused when more people would hold a seat than there are.
    """
    if seats < 1:
        raise ShiftRefused(_("A shift has one seat at least."), "seats")
    with transaction.atomic():
        shift = _hold_with_series(shift_id)
        _refuse_ended(shift, now)
        holders = SignUp.objects.holding().filter(shift=shift)
        gone = list(holders.filter(pk__in=released).select_related("volunteer").order_by("pk"))
        over = holders.count() - len(gone) - seats
        if seats < shift.seats and over > 0:
            sentence = ngettext(
                "%(count)d more person must be chosen, or it needs more seats.",
                "%(count)d more people must be chosen, or it needs more seats.",
                over,
            )
            raise ShiftRefused(sentence % {"count": over}, "released")
        before, shift.seats, shift.version = shift.seats, seats, shift.version + 1
        shift.save(update_fields=["seats", "version"])
        for sign_up in gone:
            sign_up.shift = shift
            lose_seat(sign_up, reason=SignUpEvent.Reason.SEATS, actor=actor, now=now)
        seat_freed(shift=shift, now=now)
        tell_put_back(gone, now=now)
        after = {"seats": seats, "released": len(gone)}
        _note(shift, "shift.seats_changed", actor, now, before={"seats": before}, after=after)


def cancel_shift(*, shift_id: int, reason: str, actor: User, now: datetime) -> None:
    """Cancel a shift; everybody on it and on its waitlist is released and told why. Twice is once.

    Raises: ShiftRefused when it is over.
    """
    with transaction.atomic():
        shift = _hold_with_series(shift_id)
        if shift.state == Shift.State.CANCELLED:
            return
        _refuse_ended(shift, now)
        tell_cancelled(sign_ups=cancel(shift, reason=reason, actor=actor, now=now), now=now)
        _note(shift, "shift.cancelled", actor, now, after={"reason": reason})


def _hold_with_series(shift_id: int) -> Shift:
    """Lock a shift: its series first, then who is on it, then the shift itself."""
    series_id = Shift.objects.values_list("series_id", flat=True).get(pk=shift_id)
    if series_id:
        list(Series.objects.select_for_update().filter(pk=series_id).values_list("pk"))
    return hold([shift_id])[shift_id]


def _check(facts: ShiftFacts, now: datetime) -> None:
    if facts.ends_at <= facts.starts_at:
        raise ShiftRefused(_("A shift ends after it starts."), "end_time")
    if facts.ends_at - facts.starts_at > LONGEST:
        raise ShiftRefused(_("A shift lasts a day at most."), "end_time")
    if facts.starts_at <= now:
        raise ShiftRefused(_("This moment is over. Please choose a later one."), "day")
    if facts.seats < 1:
        raise ShiftRefused(_("A shift has one seat at least."), "seats")


def _refuse_ended(shift: Shift, now: datetime) -> None:
    if shift.state == Shift.State.CANCELLED:
        raise ShiftRefused(_("This shift is cancelled."))
    if shift.ends_at <= now:
        raise ShiftRefused(_("This shift is over."))


def _facts_of(shift: Shift) -> ShiftFacts:
    return ShiftFacts(**{name: getattr(shift, name) for name in ShiftFacts.__dataclass_fields__})


def _told(facts: ShiftFacts) -> Facts:
    return {name: str(value) for name, value in asdict(facts).items()}


def _note(
    shift: Shift,
    verb: str,
    actor: User,
    now: datetime,
    *,
    before: Facts | None = None,
    after: Facts | None = None,
) -> None:
    record(actor=actor, verb=verb, about=("shift", str(shift.pk)), now=now, before=before, after=after)

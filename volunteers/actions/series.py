"""Series: written, opened, edited from a day on or altogether, ended. Sign-ups go along."""

from dataclasses import asdict
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.audit import Facts, record
from accounts.models import User
from volunteers.actions import horizon
from volunteers.actions.impact import Decision, Impact, settled
from volunteers.actions.moving import carry_out, drop, hold, leave_as_they_are
from volunteers.actions.planning import (
    SeriesEdit,
    SeriesFacts,
    coming_shifts,
    described,
    edited,
    plan_edit,
    split_day,
)
from volunteers.models import Series, Shift, StandingPlace
from volunteers.recurrence import RuleRefused, days
from volunteers.reports.series import pattern_of

DAY = timedelta(days=1)
LONGEST = timedelta(hours=23)
FAR = timedelta(days=5 * 366)


class SeriesRefused(Exception):
    """A sentence for the person; `field` names what to look at again."""

    def __init__(self, sentence: str | Promise, field: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


def create_series(*, facts: SeriesFacts, is_open: bool, actor: User, now: datetime) -> Series:
    """Write a series; an open one gets its shifts at once.

    Raises: SeriesRefused.
    """
    series = described(Series(created_by=actor, created_at=now), facts)
    check(series)
    series.state = Series.State.OPEN if is_open else Series.State.DRAFT
    with transaction.atomic():
        series.save()
        note(series, "series.created", actor, now, after=_told(facts))
        horizon.fill(series_ids=[series.pk], now=now)
    return series


def open_series(*, series_id: int, actor: User, now: datetime) -> None:
    """Open a draft: its shifts are made. Twice is once."""
    with transaction.atomic():
        series = Series.objects.select_for_update().get(pk=series_id)
        if series.state != Series.State.DRAFT:
            return
        Series.objects.filter(pk=series_id).update(state=Series.State.OPEN)
        note(series, "series.opened", actor, now)
        horizon.fill(series_ids=[series_id], now=now)


def check(series: Series) -> None:
    """Look whether a series makes sense.

    Raises: SeriesRefused with a sentence.
    """
    try:
        pattern = pattern_of(series)
    except RuleRefused as refusal:
        raise SeriesRefused(refusal.sentence, "kind") from refusal
    if pattern.length > LONGEST:
        raise SeriesRefused(_("A shift lasts 23 hours at most."), "end_time")
    if series.until_on and series.until_on < series.starts_on:
        raise SeriesRefused(_("The last day cannot come before the first."), "until_on")
    far = series.starts_on + FAR
    if not days(
        pattern.repeat, starts_on=series.starts_on, first=series.starts_on, last=pattern.last_day(far)
    ):
        raise SeriesRefused(_("No day is like this between the first day and the last."), "until_on")


def edit_series(*, edit: SeriesEdit, decision: Decision, actor: User, now: datetime) -> Series:
    """Change a series as it was previewed; return the one that has the new facts.

    From a day on, the series is split there, and shifts, exceptions and standing places from that day go to
    the new part. Nobody is recreated: sign-ups stay on their rows.

    Raises: SeriesRefused; ImpactChanged when what was previewed is no more.
    """
    with transaction.atomic():
        series = Series.objects.select_for_update().get(pk=edit.series_id)
        new = edited(series, edit, now)
        check(new)
        from_on = split_day(series, edit.from_on)
        hold(coming_shifts(series, from_on, now).values_list("pk", flat=True))
        impact = settled(lambda left: plan_edit(edit, left=left, now=now), decision)
        before = _told(_facts_of(series))
        leave_as_they_are(impact)
        target = _split(series, new, from_on, actor, now) if from_on else _rewrite(new, now)
        drop([line.shift for line in impact.removed], reason=Shift.Cancelled.OTHER, actor=actor, now=now)
        carry_out(impact, actor=actor, now=now)
        after = {**_told(_facts_of(target)), **counted(impact)}
        note(target, "series.split" if from_on else "series.edited", actor, now, before=before, after=after)
        horizon.fill(series_ids=[target.pk], now=now)
    return target


def _split(series: Series, new: Series, from_on: date, actor: User, now: datetime) -> Series:
    """Cut a locked series before a day and give what follows to a new one."""
    new.pk, new.version, new.split_from_id = None, 1, series.pk
    new.generated_until, new.created_by, new.created_at = None, actor, now
    new._state.adding = True
    new.save()
    series.until_on = from_on - DAY
    series.version += 1
    series.save(update_fields=["until_on", "version"])
    Shift.objects.filter(series=series, original_on__gte=from_on).update(series=new)
    series.exceptions.filter(original_on__gte=from_on).update(series=new)
    places = StandingPlace.objects.filter(series=series, ended_at=None)
    places.filter(from_on__gte=from_on).update(series=new)
    for place in places.filter(series=series).exclude(until_on__lt=from_on):
        StandingPlace.objects.create(
            series=new,
            volunteer_id=place.volunteer_id,
            from_on=from_on,
            until_on=place.until_on,
            created_by_id=place.created_by_id,
        )
        StandingPlace.objects.filter(pk=place.pk).update(until_on=from_on - DAY)
    return new


def _rewrite(new: Series, now: datetime) -> Series:
    """Save a series with its new facts; one that had ended and goes on is open again."""
    new.version += 1
    new.generated_until = None
    if new.state == Series.State.ENDED and (new.until_on is None or new.until_on >= now.date()):
        new.state = Series.State.OPEN
    new.save()
    return new


def _facts_of(series: Series) -> SeriesFacts:
    return SeriesFacts(**{name: getattr(series, name) for name in SeriesFacts.__dataclass_fields__})


def _told(facts: SeriesFacts) -> Facts:
    return {name: str(value) for name, value in asdict(facts).items()}


def counted(impact: Impact) -> Facts:
    """Return what the audit trail keeps of an impact."""
    return {
        "moved": len(impact.moved),
        "removed": len(impact.removed),
        "left": sum(line.is_left for line in impact.lines),
        "released": sum(len(line.losers) for line in impact.lines),
    }


def note(
    series: Series,
    verb: str,
    actor: User,
    now: datetime,
    before: Facts | None = None,
    after: Facts | None = None,
) -> None:
    """Append to the audit trail what somebody did to a series."""
    record(actor=actor, verb=verb, about=("series", str(series.pk)), now=now, before=before, after=after)

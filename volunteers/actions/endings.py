"""Series that end, and single days that are left out. Whoever had a seat is told why."""

from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.models import User
from volunteers.actions import horizon
from volunteers.actions.impact import Decision, settled
from volunteers.actions.moving import drop, except_days, hold
from volunteers.actions.planning import coming_shifts, plan_end, plan_skip
from volunteers.actions.series import counted, note
from volunteers.models import Series, SeriesException, Shift

DAY = timedelta(days=1)


def end_series(
    *, series_id: int, last_on: date, reason: str, digest: str, actor: User, now: datetime
) -> None:
    """End a series with a day: what comes after is cancelled for a reason, and everybody is told.

    Raises: ImpactChanged when what was previewed is no more.
    """
    with transaction.atomic():
        series = Series.objects.select_for_update().get(pk=series_id)
        hold(coming_shifts(series, last_on + DAY, now).values_list("pk", flat=True))
        impact = settled(lambda _left: plan_end(series_id, last_on, now=now), Decision(digest))
        drop([line.shift for line in impact.removed], reason=reason, actor=actor, now=now)
        before = {"until_on": str(series.until_on)}
        series.until_on = max(last_on, series.starts_on)
        series.version += 1
        if last_on < series.starts_on or not coming_shifts(series, None, now).exists():
            series.state = Series.State.ENDED
        series.save(update_fields=["until_on", "version", "state"])
        after = {"until_on": str(series.until_on), "reason": reason, **counted(impact)}
        note(series, "series.ended", actor, now, before=before, after=after)


def skip_day(*, series_id: int, day: date, reason: str, digest: str, actor: User, now: datetime) -> None:
    """Leave out a day of a series: its shift goes, and everybody on it is told. Twice is once.

    Raises: ImpactChanged when what was previewed is no more.
    """
    with transaction.atomic():
        series = Series.objects.select_for_update().get(pk=series_id)
        hold(coming_shifts(series, day, now).filter(original_on=day).values_list("pk", flat=True))
        impact = settled(lambda _left: plan_skip(series_id, day, now=now), Decision(digest))
        except_days([Shift(series=series, original_on=day)], SeriesException.Kind.SKIPPED)
        drop([line.shift for line in impact.removed], reason=reason, actor=actor, now=now)
        note(series, "series.day_skipped", actor, now, after={"day": str(day), "reason": reason})


def restore_day(*, series_id: int, day: date, actor: User, now: datetime) -> None:
    """Take back that a day is left out: its shift is made anew. Twice is once."""
    with transaction.atomic():
        series = Series.objects.select_for_update().get(pk=series_id)
        rows = series.exceptions.filter(original_on=day, kind=SeriesException.Kind.SKIPPED)
        if not rows.delete()[0]:
            return
        note(series, "series.day_restored", actor, now, after={"day": str(day)})
        horizon.fill(series_ids=[series_id], now=now)

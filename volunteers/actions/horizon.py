"""Shifts of series, made ahead of time as far as the horizon. Running it again makes nothing twice."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.db import transaction

from jobs.actions import beat
from volunteers.actions.locks import lock_volunteers
from volunteers.actions.standing import fill_standing
from volunteers.models import Series, Shift, StandingPlace
from volunteers.recurrence import Occurrence
from volunteers.reports.series import (
    BEAT,
    HORIZON,
    closed_days,
    coming,
    exceptions_of,
    pattern_of,
)

AT_ONCE = 25


def generate(*, now: datetime, ahead: timedelta = HORIZON) -> int:
    """Make the shifts that are missing up to the horizon, for every open series; return how many.

    Whatever stops it halfway, the next run goes on. The heartbeat is written when all is done.
    """
    until = (now + ahead).date()
    due = Series.objects.filter(state=Series.State.OPEN).exclude(generated_until__gte=until)
    with_places = set(StandingPlace.objects.filter(ended_at=None).values_list("series_id", flat=True))
    ids = list(due.order_by("pk").values_list("pk", flat=True))
    plain = [pk for pk in ids if pk not in with_places]
    batches = [plain[at : at + AT_ONCE] for at in range(0, len(plain), AT_ONCE)]
    # one at a time, since each holds its standing volunteers until it is done
    batches += [[pk] for pk in ids if pk in with_places]
    made = sum(fill(series_ids=batch, now=now, ahead=ahead) for batch in batches)
    over = Series.objects.filter(state=Series.State.OPEN, until_on__lt=(now - timedelta(days=1)).date())
    over.update(state=Series.State.ENDED)
    beat(name=BEAT, now=now)
    return made


def fill(*, series_ids: Collection[int], now: datetime, ahead: timedelta = HORIZON) -> int:
    """Make what these series lack up to the horizon; return how many shifts.

    The lock on the series makes it happen once: whoever comes second sees what the first made. Whoever
    changes a series' shifts takes the same lock first, then volunteers, then shifts.
    """
    until = (now + ahead).date()
    with transaction.atomic():
        locked = Series.objects.select_for_update().filter(pk__in=series_ids, state=Series.State.OPEN)
        rows = list(locked.order_by("pk"))
        wanted = list(_missing(rows, now, ahead))
        made = Shift.objects.bulk_create(wanted, batch_size=2000)
        Series.objects.filter(pk__in=[series.pk for series in rows]).update(generated_until=until)
        _fill_standing(made, now)
    return len(made)


def _missing(rows: list[Series], now: datetime, ahead: timedelta) -> Iterable[Shift]:
    """Yield the shifts that the rules give and that nobody made yet. Three queries, whatever their number."""
    ids = [series.pk for series in rows]
    last = (now + ahead).date()
    skipped = exceptions_of(ids)
    closed = set(closed_days(now.date() - timedelta(days=1), last))
    # a day's shift is made once, also when somebody cancelled it since
    there = Shift.objects.filter(series_id__in=ids, original_on__gte=now.date() - timedelta(days=1))
    for series_id, day in there.values_list("series_id", "original_on"):
        if series_id and day:
            skipped[series_id].add(day)
    for series in rows:
        left_out = skipped[series.pk] | closed if series.skips_closed_days else skipped[series.pk]
        for found in coming(pattern_of(series), skipped=left_out, first=None, last=last, now=now):
            yield _shift_of(series, found, now)


def _shift_of(series: Series, found: Occurrence, now: datetime) -> Shift:
    return Shift(
        series=series,
        original_on=found.original_on,
        role_id=series.role_id,
        site_id=series.site_id,
        zone=series.zone,
        starts_at=found.starts_at,
        ends_at=found.ends_at,
        seats=series.seats,
        created_at=now,
    )


def _fill_standing(made: list[Shift], now: datetime) -> None:
    """Give standing volunteers their seats on new shifts. They are held first, in the order of ids."""
    places = StandingPlace.objects.filter(series_id__in={shift.series_id for shift in made}, ended_at=None)
    served = {place.series_id for place in places}
    if not served:
        return
    holders = {place.volunteer_id for place in places}
    lock_volunteers(holders)
    for shift in made:
        if shift.series_id in served:
            fill_standing(shift=shift, now=now)

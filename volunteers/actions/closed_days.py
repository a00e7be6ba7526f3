"""Days on which the house is closed: proposed by a calendar, kept by people, seen by series that say so."""

from collections.abc import Sequence
from datetime import date, datetime

import holidays
from django.db import transaction

from accounts.audit import record
from accounts.models import User
from volunteers.actions import horizon
from volunteers.actions.impact import Decision, Impact, settled
from volunteers.actions.judging import judged
from volunteers.actions.moving import drop, hold
from volunteers.models import ClosedDay, Series, Shift

COUNTRY = "US"


def subdivisions() -> dict[str, str]:
    """Return the states and territories whose holidays are known: code and name, in the order of names."""
    names = holidays.country_holidays(COUNTRY).get_subdivision_aliases()
    return {code: min(called) for code, called in sorted(names.items(), key=lambda pair: min(pair[1]))}


def proposed(year: int, subdivision: str) -> list[tuple[date, str]]:
    """Return the public holidays of a year that are not closed days yet.

    `subdivision`: a state or territory, like NY; nothing for those of the whole country.
    """
    known = set(ClosedDay.objects.filter(on__year=year).values_list("on", flat=True))
    found = holidays.country_holidays(COUNTRY, subdiv=subdivision or None, years=year)
    return [(day, name[:80]) for day, name in sorted(found.items()) if day not in known]


def plan_close(days: Sequence[date], *, now: datetime) -> Impact:
    """Return what closing on these days would do: their shifts go, but for those edited by hand."""
    rows = Shift.objects.filter(
        series__skips_closed_days=True, original_on__in=days, starts_at__gt=now
    ).exclude(state=Shift.State.CANCELLED)
    shifts = list(rows.select_related("role__program", "site").order_by("starts_at", "pk"))
    going = [(shift, None) for shift in shifts if not shift.is_hand_edited]
    mark = "close " + " ".join(str(day) for day in sorted(days))
    return judged(mark, going, left=(), now=now)


def close_days(*, days: Sequence[tuple[date, str]], digest: str, actor: User, now: datetime) -> None:
    """Close the house on days, each with its name; who had a seat then is released and told. Twice is once.

    Raises: ImpactChanged when what was previewed is no more.
    """
    with transaction.atomic():
        # the generator and every edit of a series wait here, so no shift appears on the day meanwhile
        list(
            Series.objects.select_for_update().filter(skips_closed_days=True).order_by("pk").values_list("pk")
        )
        wanted = [day for day, _name in days]
        hold([line.shift.pk for line in plan_close(wanted, now=now).lines])
        impact = settled(lambda _left: plan_close(wanted, now=now), Decision(digest))
        ClosedDay.objects.bulk_create(
            [ClosedDay(on=day, name=name) for day, name in days], ignore_conflicts=True
        )
        drop([line.shift for line in impact.removed], reason=Shift.Cancelled.HOLIDAY, actor=actor, now=now)
        for day, name in days:
            _note(day, "closed_day.added", actor, now, name)


def open_day(*, day: date, actor: User, now: datetime) -> None:
    """Take a closed day back: series make their shifts of that day anew. Twice is once."""
    with transaction.atomic():
        closed = ClosedDay.objects.filter(on=day).first()
        if closed is None:
            return
        closed.delete()
        _note(day, "closed_day.removed", actor, now, closed.name)
        rows = Series.objects.filter(skips_closed_days=True, state=Series.State.OPEN)
        horizon.fill(series_ids=list(rows.values_list("pk", flat=True)), now=now)


def _note(day: date, verb: str, actor: User, now: datetime, name: str) -> None:
    record(actor=actor, verb=verb, about=("closed_day", str(day)), now=now, after={"name": name})

"""A series as coordinators choose it: weekdays and words, never a rule to type."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from campaigns.forms.fields import DayField
from volunteers.actions.planning import SeriesFacts, described
from volunteers.actions.series import SeriesRefused, check
from volunteers.forms.fields import HOUR, role_field, seats_field, site_field, zone_field
from volunteers.models import Series
from volunteers.recurrence import Kind, Repeat, RuleRefused, Snag, SnagKind, snags
from volunteers.recurrence.rules import MONTH_DAYS, MOST
from volunteers.recurrence.words import NTH_WORDS, clock_time, day_words, listed
from volunteers.reports.series import pattern_of

# how far ahead a person is asked about the clock
LOOKS_AHEAD = timedelta(days=2 * 366)
KINDS = [
    (Kind.WEEKLY, _l("On days of the week")),
    (Kind.MONTHLY_WEEKDAY, _l("On a weekday of the month")),
    (Kind.MONTHLY_DAY, _l("On a day of the month")),
    (Kind.DAILY, _l("Every so many days")),
]
ENDS = [("open", _l("It goes on")), ("day", _l("With a day")), ("weeks", _l("After some weeks"))]
GAPS = [(Series.Gap.LATER, _l("after the jump")), (Series.Gap.EARLIER, _l("before the jump"))]
FOLDS = [("0", _l("the first time")), ("1", _l("the second time"))]
LAST = _l("the last")


class SeriesForm(forms.Form):
    """When, where and what; a rule is made of it."""

    role = role_field()
    site = site_field()
    zone = zone_field()
    seats = seats_field()
    kind = forms.ChoiceField(choices=KINDS, label=_l("How it comes again"), widget=forms.RadioSelect)
    every = forms.IntegerField(
        min_value=1,
        max_value=max(MOST.values()),
        label=_l("Every"),
        help_text=_l("1: every week (month, day). 2: every second one."),
    )
    weekdays = forms.TypedMultipleChoiceField(
        choices=lambda: list(WEEKDAYS.items()),
        coerce=int,
        required=False,
        label=_l("Days of the week"),
        widget=forms.CheckboxSelectMultiple,
    )
    nths = forms.TypedMultipleChoiceField(
        choices=lambda: list(NTH_WORDS.items()),
        coerce=int,
        required=False,
        label=_l("Which of the month"),
        widget=forms.CheckboxSelectMultiple,
    )
    month_day = forms.TypedChoiceField(
        choices=[("", "–"), *((day, LAST if day == -1 else day) for day in MONTH_DAYS)],
        coerce=int,
        empty_value=None,
        required=False,
        label=_l("Day of the month"),
    )
    start_time = forms.TimeField(widget=HOUR, label=_l("From"))
    end_time = forms.TimeField(
        widget=HOUR, label=_l("Until"), help_text=_l("An earlier time than “From” is on the next day.")
    )
    starts_on = DayField(label=_l("First day"))
    ends = forms.ChoiceField(choices=ENDS, label=_l("When it ends"), widget=forms.RadioSelect)
    until_on = DayField(required=False, label=_l("Last day"))
    weeks = forms.IntegerField(min_value=1, max_value=260, required=False, label=_l("Number of weeks"))
    skips_closed_days = forms.BooleanField(
        required=False, label=_l("Pauses on closed days"), help_text=_l("Public holidays and the like.")
    )
    gap = forms.ChoiceField(choices=GAPS, required=False, label=_l("Take the time"), widget=forms.RadioSelect)
    fold = forms.TypedChoiceField(
        choices=FOLDS,
        coerce=int,
        empty_value=None,
        required=False,
        label=_l("Take"),
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, now: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self.now = now
        self.began_on: date | None = None
        self.described: Series | None = None
        self.snags: list[Snag] = []

    def clean(self) -> dict[str, Any]:
        """Make a rule of the choices, and ask what the clock leaves open."""
        data = self.cleaned_data
        if self.errors:
            return data
        if self._begins_in_the_past():
            self.add_error("starts_on", _("That day is over. A series begins today at the earliest."))
            return data
        try:
            facts = self._facts()
            series = described(Series(), facts)
            check(series)
        except (RuleRefused, SeriesRefused) as refusal:
            self.add_error(self._field_of(refusal), str(refusal.sentence))
            return data
        self.described = series
        self.look_at_clock(series)
        self._ask("gap", SnagKind.MISSING)
        self._ask("fold", SnagKind.TWICE)
        return data

    def facts(self) -> SeriesFacts:
        """Return what was chosen, once the form is valid."""
        return self._facts()

    def look_at_clock(self, series: Series) -> None:
        """Find the coming days on which its times do not exist, or come twice."""
        first = max(series.starts_on, self.now.astimezone(ZoneInfo(series.zone)).date())
        self.snags = snags(pattern_of(series), first=first, last=first + LOOKS_AHEAD)

    @property
    def asks_gap(self) -> bool:
        """Whether a time does not exist on some day."""
        return any(snag.kind is SnagKind.MISSING for snag in self.snags)

    @property
    def asks_fold(self) -> bool:
        """Whether a time comes twice on some day."""
        return any(snag.kind is SnagKind.TWICE for snag in self.snags)

    def first_day(self) -> date:
        """Return the day from which weeks are counted."""
        day: date = self.cleaned_data["starts_on"]
        return day

    def _begins_in_the_past(self) -> bool:
        """Whether its first day lies behind us, and is not the one that it has already."""
        first: date = self.cleaned_data["starts_on"]
        today = self.now.astimezone(ZoneInfo(self.cleaned_data["zone"])).date()
        return first < today and first != self.began_on

    def _ask(self, name: str, kind: SnagKind) -> None:
        """Want an answer where one is needed and none was given."""
        asked = [snag for snag in self.snags if snag.kind is kind]
        if not asked or self.cleaned_data.get(name) not in ("", None):
            return
        words = {
            SnagKind.MISSING: _("On %(days)s the clock jumps over %(time)s. Please say which time to take."),
            SnagKind.TWICE: _("On %(days)s it is %(time)s twice. Please say which of the two to take."),
        }[kind]
        named = "start_time" if asked[0].is_start else "end_time"
        days = listed([day_words(snag.on) for snag in asked[:3]])
        self.add_error(name, words % {"days": days, "time": clock_time(self.cleaned_data[named])})

    def _facts(self) -> SeriesFacts:
        data = self.cleaned_data
        kind = Kind(data["kind"])
        repeat = Repeat(
            kind,
            data["every"],
            weekdays=tuple(data["weekdays"]) if kind in {Kind.WEEKLY, Kind.MONTHLY_WEEKDAY} else (),
            nths=tuple(data["nths"]) if kind is Kind.MONTHLY_WEEKDAY else (),
            month_day=data["month_day"] if kind is Kind.MONTHLY_DAY else None,
        )
        return SeriesFacts(
            role_id=data["role"].pk,
            site_id=data["site"].pk,
            zone=data["zone"],
            rule=repeat.rule,
            starts_on=data["starts_on"],
            until_on=self._until_on(),
            start_time=data["start_time"],
            end_time=data["end_time"],
            gap=data.get("gap") or Series.Gap.LATER,
            fold=data.get("fold") or 0,
            skips_closed_days=data["skips_closed_days"],
            seats=data["seats"],
        )

    def _until_on(self) -> date | None:
        data = self.cleaned_data
        match data["ends"]:
            case "day" if data["until_on"] is None:
                raise SeriesRefused(_("Please write the last day."), "until_on")
            case "weeks" if data["weeks"] is None:
                raise SeriesRefused(_("Please write how many weeks."), "weeks")
            case "day":
                last: date = data["until_on"]
                return last
            case "weeks":
                return self.first_day() + timedelta(days=7 * int(data["weeks"]) - 1)
            case _:
                return None

    def _field_of(self, refusal: RuleRefused | SeriesRefused) -> str:
        """Return the field to look at again."""
        data, kind = self.cleaned_data, Kind(self.cleaned_data["kind"])
        if isinstance(refusal, SeriesRefused) and refusal.field != "kind":
            is_counted = refusal.field == "until_on" and data["ends"] == "weeks"
            return "weeks" if is_counted else refusal.field
        if data["every"] > MOST[kind] or kind is Kind.DAILY:
            return "every"
        if kind is Kind.MONTHLY_WEEKDAY and data["weekdays"]:
            return "nths"
        return "month_day" if kind is Kind.MONTHLY_DAY else "weekdays"


def first_choices(now: datetime, zone: str) -> dict[str, Any]:
    """Return what a new series begins with."""
    today = now.astimezone(ZoneInfo(zone)).date()
    return {
        "zone": zone,
        "kind": Kind.WEEKLY,
        "every": 1,
        "ends": "open",
        "starts_on": today + timedelta(days=1),
        "skips_closed_days": True,
        "seats": 2,
    }

"""What a program takes, said before anybody is asked for anything."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, F, Max, Min, Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from volunteers.models import CheckKind, Course, Program, Qualification, Shift, Site, VolunteerRole
from volunteers.reports.when import length_words

AHEAD = timedelta(weeks=4)


@dataclass(frozen=True)
class Ahead:
    """Open shifts of the next four weeks: how many, how long, in what kinds of places."""

    count: int
    shortest: timedelta
    longest: timedelta
    kinds: frozenset[str]


@dataclass(frozen=True)
class RoleFacts:
    """A role, as somebody reads it who thinks of taking it."""

    role: VolunteerRole
    ahead: Ahead | None

    @property
    def time(self) -> str:
        """How long a shift lasts, told from those ahead; nothing where none is."""
        if self.ahead is None:
            return ""
        longest = length_words(self.ahead.longest)
        if self.ahead.shortest == self.ahead.longest:
            return _("%(length)s a shift") % {"length": longest}
        return _("%(least)s to %(most)s a shift") % {
            "least": length_words(self.ahead.shortest),
            "most": longest,
        }

    @property
    def places(self) -> list[str]:
        """The kinds of places where it is needed, in words."""
        kinds = self.ahead.kinds if self.ahead else frozenset()
        return [str(label) for kind, label in Site.Kind.choices if kind in kinds]

    @property
    def skills(self) -> list[Qualification]:
        """What one must hold: qualifications, languages, subjects."""
        return list(self.role.needs.all())


@dataclass(frozen=True)
class ProgramFacts:
    """A program, its open roles, and what it takes."""

    program: Program
    roles: list[RoleFacts]

    @property
    def checks(self) -> list[str]:
        """The checks it asks for, in words."""
        return [str(label) for kind, label in CheckKind.choices if kind in self.program.all_checks]

    @property
    def courses(self) -> list[Course]:
        """The training it asks for."""
        return list(self.program.courses.all())

    @property
    def rests(self) -> list[str]:
        """How it lets people rest, a sentence for each limit."""
        program = self.program
        rest, nights = program.rest_hours, program.max_nights or 0
        between = ngettext("%(n)d hour at least between shifts", "%(n)d hours at least between shifts", rest)
        in_a_row = ngettext("%(n)d night in a row at most", "%(n)d nights in a row at most", nights)
        limits = (
            (rest, between),
            (program.max_hours_7, _("%(n)d hours in seven days at most")),
            (program.max_hours_28, _("%(n)d hours in four weeks at most")),
            (nights, in_a_row),
        )
        return [words % {"n": limit} for limit, words in limits if limit]


def open_program(code: str, *, now: datetime) -> ProgramFacts:
    """Return a program that takes volunteers. Raises: Program.DoesNotExist for an unknown or closed one."""
    courses = Course.objects.filter(is_open=True)
    roles = VolunteerRole.objects.filter(is_open=True).prefetch_related("needs")
    program = (
        Program.objects.filter(is_open=True)
        .prefetch_related(Prefetch("courses", queryset=courses), Prefetch("roles", queryset=roles))
        .get(code=code)
    )
    ahead = _ahead(program, now)
    return ProgramFacts(program, [RoleFacts(role, ahead.get(role.pk)) for role in program.roles.all()])


def _ahead(program: Program, now: datetime) -> dict[int, Ahead]:
    length = F("ends_at") - F("starts_at")
    rows = (
        Shift.objects.open()
        .filter(role__program=program, starts_at__gt=now, starts_at__lt=now + AHEAD)
        .order_by()
        .values_list("role")
        .annotate(
            number=Count("pk"),
            least=Min(length),
            most=Max(length),
            kinds=ArrayAgg("site__kind", distinct=True),
        )
    )
    return {
        role_id: Ahead(count, shortest, longest, frozenset(kinds))
        for role_id, count, shortest, longest, kinds in rows
    }

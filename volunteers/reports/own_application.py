"""Where one's own application stands, in plain words, and what is to do next.

Nothing of what screening found out is here, and a decision only from the moment on that it is told.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from volunteers.models import (
    Agreement,
    AgreementVersion,
    Application,
    Course,
    GuardianConsent,
    Interview,
    Program,
    Reference,
    TrainingPlace,
    TrainingSession,
    Volunteer,
)
from volunteers.reports.applying import references_needed

State = Application.State
STAGES: list[tuple[str, Promise]] = [
    (State.APPLIED, _("Handed in")),
    (State.INTERVIEW, _("A conversation")),
    (State.CHECKS, _("References and checks")),
    (State.CLEARED, _("Welcome")),
]


@dataclass(frozen=True)
class Stage:
    """A stage of the way, before, at or after where the application is."""

    label: Promise
    is_done: bool
    is_here: bool


@dataclass(frozen=True)
class CourseToDo:
    """A training that is asked for and not done, and the place that is booked, if any."""

    course: Course
    place: TrainingPlace | None


@dataclass(frozen=True)
class Standing:
    """Everything that the page of an application says. `guardian`: none, needed, asked, given."""

    application: Application | None
    state: str
    stages: list[Stage]
    interview: Interview | None
    references_wanted: int
    guardian: str
    courses: list[CourseToDo]
    agreements: list[AgreementVersion]
    is_cleared: bool

    @property
    def is_under_way(self) -> bool:
        """Whether it was handed in and nothing is decided, as far as its writer knows."""
        return self.state in Application.UNDER_WAY

    @property
    def has_something_to_do(self) -> bool:
        """Whether the person can do something now."""
        is_asked = self.references_wanted or self.guardian == "needed"
        return bool(is_asked or self.courses or self.agreements)


def standing_of(volunteer: Volunteer | None, *, today: date, now: datetime) -> Standing:
    """Return where somebody stands; without a volunteer or an application, that there is none."""
    if volunteer is None:
        return Standing(None, "", [], None, 0, "none", [], [], is_cleared=False)
    application = volunteer.applications.prefetch_related("programs").first()
    state = shown_state(application, now) if application else ""
    is_under_way = application is not None and state in Application.UNDER_WAY
    programs = programs_asked_of(volunteer, today)
    return Standing(
        application=application,
        state=state,
        stages=list(_stages(state)),
        interview=_interview(application, now) if application and is_under_way else None,
        references_wanted=_references_wanted(application) if application and is_under_way else 0,
        guardian=_guardian(volunteer, today) if is_under_way or state == State.CLEARED else "none",
        courses=courses_to_do(volunteer, programs, today),
        agreements=versions_to_accept(volunteer, programs, today),
        is_cleared=state == State.CLEARED and _is_cleared(volunteer, today),
    )


def _is_cleared(volunteer: Volunteer, today: date) -> bool:
    """Whether any decision for them stands, or begins one day."""
    in_force = volunteer.clearances.filter(revoked_at=None)
    return in_force.filter(Q(until_on=None) | Q(until_on__gte=today)).exists()


def shown_state(application: Application, now: datetime) -> str:
    """Return the state as its writer may know it: a decision shows when it is told."""
    is_untold = application.told_at is not None and now < application.told_at
    if application.state != State.DECLINED or not is_untold:
        return application.state
    last = application.events.filter(to_state=State.DECLINED).last()
    return last.from_state if last else State.APPLIED


def programs_asked_of(volunteer: Volunteer, today: date) -> "QuerySet[Program]":
    """Return the programs that somebody applied for and those they are cleared for."""
    holds = Q(clearances__until_on=None) | Q(clearances__until_on__gte=today)
    cleared = Q(clearances__volunteer=volunteer, clearances__revoked_at=None) & holds
    applied = Q(applications__volunteer=volunteer, applications__state__in=Application.UNDER_WAY)
    return Program.objects.filter(applied | cleared).distinct()


def courses_to_do(volunteer: Volunteer, programs: "QuerySet[Program]", today: date) -> list[CourseToDo]:
    """Return the trainings that programs ask for and that do not count today."""
    counts = Q(records__expires_on=None) | Q(records__expires_on__gte=today)
    done = Course.objects.filter(counts, records__volunteer=volunteer)
    asked = Course.objects.filter(is_open=True, programs__in=programs).exclude(pk__in=done.values("pk"))
    places = volunteer.training_places.filter(state=TrainingPlace.State.BOOKED, session__cancelled_at=None)
    booked = {place.session.course_id: place for place in places.select_related("session__site")}
    return [CourseToDo(course, booked.get(course.pk)) for course in asked.distinct()]


def versions_to_accept(
    volunteer: Volunteer, programs: "QuerySet[Program]", today: date
) -> list[AgreementVersion]:
    """Return the wordings in force that somebody is asked for and has not accepted, then those to come."""
    is_for_confidential = volunteer.clearances.filter(revoked_at=None, is_for_confidential=True).exists()
    asked = Q(programs__in=programs)
    if is_for_confidential:
        asked |= Q(is_for_confidential=True)
    agreements = Agreement.objects.filter(asked, is_open=True).distinct().prefetch_related("versions")
    accepted = set(volunteer.accepted.values_list("version", flat=True))
    in_force, coming = [], []
    for agreement in agreements:
        versions = sorted(agreement.versions.all(), key=lambda version: version.in_force_on)
        past = [version for version in versions if version.in_force_on <= today]
        in_force += past[-1:]
        coming += [version for version in versions if version.in_force_on > today]
    return [version for version in [*in_force, *coming] if version.pk not in accepted]


def sessions_for(volunteer: Volunteer, programs: "QuerySet[Program]", now: datetime) -> list[TrainingSession]:
    """Return the trainings that somebody can book or has booked, the next first, with the places left."""
    has_place = Q(places__state=TrainingPlace.State.BOOKED)
    sessions = TrainingSession.objects.filter(
        course__is_open=True, course__programs__in=programs, starts_at__gt=now, cancelled_at=None
    )
    rows = TrainingSession.objects.filter(pk__in=sessions.values("pk")).select_related("course", "site")
    counted = rows.annotate(
        left=F("seats") - Count("places", filter=has_place),
        own=Count("places", filter=has_place & Q(places__volunteer=volunteer)),
    )
    return list(counted.order_by("starts_at", "id"))


def _stages(state: str) -> Iterator[Stage]:
    order = [code for code, _label in STAGES]
    here = order.index(state) if state in order else -1
    for number, (_code, label) in enumerate(STAGES):
        yield Stage(label, number < here or state == State.CLEARED, number == here)


def _interview(application: Application, now: datetime) -> Interview | None:
    return application.interviews.filter(result=Interview.Result.PENDING, at__gte=now).first()


def _references_wanted(application: Application) -> int:
    """How many more people are to be named; not which of the others fell silent."""
    alive = [Reference.State.ASKED, Reference.State.ANSWERED]
    named = application.references.filter(state__in=alive).count()
    return max(references_needed(application.programs.all()) - named, 0)


def _guardian(volunteer: Volunteer, today: date) -> str:
    if volunteer.is_adult(today):
        return "none"
    consents = GuardianConsent.objects.filter(volunteer=volunteer, refused_at=None, withdrawn_at=None)
    found = consents.order_by("-given_at", "-pk").first()
    if found is None:
        return "needed"
    return "given" if found.given_at else "asked"

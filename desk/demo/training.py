"""Days on which courses are taught, who has a place in them, and a team that comes together."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from accounts.organisation import the_zone
from volunteers.models import Application, Clearance, Course, Site, Team, TrainingSession, Volunteer

# course, days from now, from, to, place (none: online), places
DAYS: tuple[tuple[str, int, time, time, str, int], ...] = (
    ("welcome", -17, time(18), time(20, 30), "Pier office", 12),
    ("welcome", 5, time(18), time(20, 30), "Pier office", 12),
    ("welcome", 13, time(10), time(12, 30), "", 20),
    ("welcome", 33, time(18), time(20, 30), "Pier office", 12),
    ("safety", 8, time(17, 30), time(20, 30), "Workshop hall", 10),
    ("safety", 22, time(9), time(12), "Workshop hall", 10),
    ("mentoring", 15, time(13), time(17), "Library annex", 8),
)
TEAM = "Riverside rowing club"
MATES = 5


def plan_trainings(*, today: date, now: datetime) -> None:
    """Write the days down; some of those who applied have a place in the next. Repeating changes nothing."""
    if TrainingSession.objects.exists():
        return
    zone = ZoneInfo(the_zone())
    for code, days, starts, ends, label, seats in DAYS:
        on = today + timedelta(days=days)
        TrainingSession.objects.create(
            course=Course.objects.get(code=code),
            site=Site.objects.get(label=label) if label else None,
            starts_at=datetime.combine(on, starts, zone),
            ends_at=datetime.combine(on, ends, zone),
            seats=seats,
        )
    coming = TrainingSession.objects.filter(course__code="welcome", starts_at__gt=now).earliest("starts_at")
    applied = Application.objects.filter(state__in=(Application.State.INTERVIEW, Application.State.CHECKS))
    for application in applied.order_by("pk"):
        coming.places.create(volunteer_id=application.volunteer_id, booked_at=now - timedelta(days=1))


def gather_team(people: list[Volunteer]) -> None:
    """Let some who pack boxes be a team. Repeating changes nothing."""
    packers = Clearance.objects.filter(program__code="drives", revoked_at=None, volunteer__in=people)
    mates = [each.volunteer for each in packers.select_related("volunteer").order_by("pk")[:MATES]]
    if mates and not Team.objects.exists():
        Team.objects.create(name=TEAM, leader=mates[0]).members.set(mates)

"""Checks that did not pass, and clearances that stand in spite of them. For screening alone."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from volunteers.models import Check, CheckKind, Clearance, Volunteer


def failed_checks() -> "QuerySet[Check]":
    """Return the checks that did not pass and that no newer result of their kind has replaced."""
    same = Check.objects.filter(volunteer=OuterRef("volunteer"), kind=OuterRef("kind"))
    later = Q(done_on__gt=OuterRef("done_on")) | Q(done_on=OuterRef("done_on"), pk__gt=OuterRef("pk"))
    return Check.objects.filter(~Exists(same.filter(later)), result=Check.Result.NOT_PASS)


def cleared_in_spite(today: date) -> "QuerySet[Clearance]":
    """Return the clearances that stand, or begin later, for programs that ask for a check which failed.

    They open no new seat: each is judged on its day. Whether one is revoked, a person decides.
    """
    failed = failed_checks().filter(volunteer=OuterRef("volunteer"))
    in_spite = Q()
    for kind in CheckKind:
        asked = Q(program__required_checks__contains=[kind])
        if kind is CheckKind.YOUTH:
            asked |= Q(program__is_with_youth=True)
        in_spite |= Q(asked, Exists(failed.filter(kind=kind)))
    stands = Q(until_on=None) | Q(until_on__gte=today)
    here = Volunteer.objects.active().values("pk")
    return Clearance.objects.filter(in_spite, stands, revoked_at=None, volunteer__in=here)

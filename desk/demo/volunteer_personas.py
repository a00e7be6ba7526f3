"""Three made-up volunteers: one applied, one is cleared, one has a seat at a confidential place within a day.

The two places are sealed as real ones are, with addresses to look for in whatever leaves the house.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from accounts.models import User
from core.clock import legal_day
from desk.demo.volunteer_words import CONFIDENTIALITY, CONFIDENTIALITY_ES
from volunteers.actions.locations import Location, is_on, seal_location
from volunteers.models import (
    Agreement,
    AgreementAcceptance,
    AgreementVersion,
    Application,
    Clearance,
    Program,
    Shift,
    SignUp,
    Site,
    Volunteer,
    VolunteerRole,
)

NAMES = {
    "volunteer applied": "Pella Marrowdale-2V8",
    "volunteer cleared": "Corwen Aldebrook-5T1",
    "volunteer confirmed": "Sunniva Harrowgate-8B6",
}
PLACES: Mapping[str, Location] = {
    "House Heron": Location(
        street="3391 Vennerhall Crossing Road",
        unit="Slate door past the cistern",
        town="Tampa, FL 33605",
        phone="(813) 555-0184",
        latitude=27.95877,
        longitude=-82.43361,
        entry="Tap four times on the amber lamp, then wait.",
    ),
    "House Ibis": Location(
        street="58 Ostrakine Lane",
        town="Plant City, FL 33563",
        phone="(813) 555-0139",
        entry="Mind the bell under the fern.",
    ),
}
Objects = dict[str, dict[str, list[str]]]
ZONE = "America/New_York"
SOON = timedelta(hours=3)
LONG_AGO = timedelta(days=400)


def canaries() -> dict[str, str]:
    """Return what must come out nowhere: names that others must not see, and where the places are."""
    told: dict[str, str] = {}
    for label, where in PLACES.items() if is_on() else ():
        parts = {"street": where.street, "phone": where.phone, "entry": where.entry}
        told |= {f"{label}: {part}": words for part, words in parts.items()}
    return {**NAMES, **told}


def seed_volunteers(users: Mapping[str, User], *, decided_by: User, now: datetime) -> Objects:
    """Make what each volunteer has, and return its ids by persona; `users` by persona.

    Repeating it changes nothing while the confirmed one's shift is not over; then there is a new one.
    """
    role, sites = _role(), [_site(label, now) for label in PLACES]
    version = _promise(now)
    found: Objects = {}
    for persona, user in users.items():
        volunteer, _new = Volunteer.objects.get_or_create(
            email=user.email, defaults={"user": user, "name": NAMES[persona], "created_at": now}
        )
        found[persona] = {"users": [str(user.pk)], "volunteers": [str(volunteer.pk)]}
        if persona == "volunteer applied":
            found[persona]["applications"] = [str(_application(volunteer, role.program, now).pk)]
            continue
        _clear(volunteer, role.program, version, decided_by=decided_by, now=now)
        if persona == "volunteer confirmed":
            sign_up = _seat(volunteer, role, sites[0], now)
            found[persona] |= {
                "sign_ups": [str(sign_up.pk)],
                "shifts": [str(sign_up.shift_id)],
                "sites": [str(sign_up.shift.site_id)],
            }
    return found


def _role() -> VolunteerRole:
    facts = {
        "name": "Evening company",
        "name_es": "Compañía por la tarde",
        "purpose": "Cook together, play a game, be there.",
        "purpose_es": "Cocinar, jugar, estar.",
        "needs_interview": False,
        "min_references": 0,
        "position": 90,
    }
    program, _new = Program.objects.get_or_create(code="evening-company", defaults=facts)
    role, _new = VolunteerRole.objects.get_or_create(
        program=program, name="Companion", defaults={"name_es": "Acompañante", "cancel_closes": 60}
    )
    return role


def _site(label: str, now: datetime) -> Site:
    facts = {"kind": Site.Kind.CONFIDENTIAL, "district": "Hillsborough County", "zone": ZONE}
    site, _new = Site.objects.get_or_create(label=label, defaults=facts)
    if is_on() and not hasattr(site, "secret"):
        seal_location(site_id=site.pk, location=PLACES[label], actor=None, now=now)
    return site


def _promise(now: datetime) -> AgreementVersion:
    facts = {"name": "Confidentiality", "name_es": "Confidencialidad", "is_for_confidential": True}
    agreement, _new = Agreement.objects.get_or_create(code="confidentiality", defaults=facts)
    newest = agreement.versions.order_by("-in_force_on").first()
    return newest or AgreementVersion.objects.create(
        agreement=agreement,
        number=1,
        text=CONFIDENTIALITY,
        text_es=CONFIDENTIALITY_ES,
        in_force_on=legal_day(now - 2 * LONG_AGO, ZONE),
        published_at=now - 2 * LONG_AGO,
    )


def _application(volunteer: Volunteer, program: Program, now: datetime) -> Application:
    facts = {"state": Application.State.APPLIED, "created_at": now, "submitted_at": now}
    application, is_new = Application.objects.get_or_create(volunteer=volunteer, defaults=facts)
    if is_new:
        application.programs.add(program)
    return application


def _clear(
    volunteer: Volunteer, program: Program, version: AgreementVersion, *, decided_by: User, now: datetime
) -> None:
    Clearance.objects.get_or_create(
        volunteer=volunteer,
        program=program,
        revoked_at=None,
        defaults={
            "is_for_confidential": True,
            "from_on": legal_day(now, ZONE) - LONG_AGO,
            "decided_at": now,
            "decided_by": decided_by,
        },
    )
    AgreementAcceptance.objects.get_or_create(
        volunteer=volunteer, version=version, defaults={"accepted_at": now}
    )


def _seat(volunteer: Volunteer, role: VolunteerRole, site: Site, now: datetime) -> SignUp:
    """A confirmed seat on a shift within a day: the one that there is, or a new one."""
    held = volunteer.sign_ups.filter(state=SignUp.State.CONFIRMED, shift__site=site, shift__ends_at__gt=now)
    there = held.select_related("shift").order_by("shift__starts_at").first()
    if there is not None:
        return there
    shift = Shift.objects.create(
        role=role, site=site, zone=ZONE, starts_at=now + SOON, ends_at=now + 2 * SOON, created_at=now
    )
    return SignUp.objects.create(
        shift=shift, volunteer=volunteer, state=SignUp.State.CONFIRMED, created_at=now, changed_at=now
    )

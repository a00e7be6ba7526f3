"""A confidential place with its sealed address, and whoever is due there."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from core.encryption import new_key
from tests.volunteers.makers import (
    make_program,
    make_role,
    make_shift,
    make_sign_up,
    make_site,
    make_volunteer,
)
from volunteers.actions.locations import Location, seal_location
from volunteers.models import Agreement, AgreementAcceptance, AgreementVersion, SignUp, Site

KEY = new_key()
WHERE = Location(
    street="1417 N Wrenlow Street",
    unit="Yellow side gate behind the bakery",
    town="Tampa, FL 33602",
    phone="(813) 555-0147",
    latitude=27.9506,
    longitude=-82.4572,
    entry="Ring twice and say the lantern is lit.",
)


@dataclass(frozen=True)
class Due:
    """A volunteer who is due at a confidential place."""

    sign_up: SignUp
    site: Site
    agreement: Agreement


def make_place(now: datetime, location: Location = WHERE, **values: Any) -> Site:
    """A confidential place whose address is sealed. LOCATION_KEYS must be set."""
    site = make_site(Site.Kind.CONFIDENTIAL, **values)
    seal_location(site_id=site.pk, location=location, actor=None, now=now)
    return site


def make_due(now: datetime, *, starts_at: datetime, site: Site | None = None, **values: Any) -> Due:
    """A confirmed seat there, of somebody who is cleared and has signed the current agreement."""
    site = site or make_place(now)
    program = make_program()
    agreement = Agreement.objects.create(code="quiet", name="Confidentiality", is_for_confidential=True)
    version = make_version(agreement, 1, now)
    volunteer = make_volunteer(program, **values)
    AgreementAcceptance.objects.create(volunteer=volunteer, version=version, accepted_at=now)
    shift = make_shift(make_role(program), site=site, starts_at=starts_at)
    return Due(make_sign_up(shift, volunteer), site, agreement)


def make_version(agreement: Agreement, number: int, now: datetime) -> AgreementVersion:
    """A wording that is in force from today on."""
    return AgreementVersion.objects.create(
        agreement=agreement,
        number=number,
        text="What I learn here stays here.",
        in_force_on=now.date(),
        published_at=now,
    )


def elsewhere(**values: Any) -> Location:
    """Another address."""
    return replace(WHERE, **values)

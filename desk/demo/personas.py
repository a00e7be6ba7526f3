"""Made-up people of every kind, with sign-ins that anyone may know: for the demo and for audits of it.

Donors A and B each have a gift by check with its receipt, recorded here, so that Stripe's books stay alone.
Volunteers stand in `desk.demo.volunteer_personas`; the confirmed one has a second factor, to see where.
"""

import base64
import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.db import connection

from accounts.actions.roles import grant_role
from accounts.models import Role, User
from accounts.organisation import the_organisation
from campaigns.models import Campaign, Fund
from core.clock import legal_day
from desk.demo.volunteer_personas import NAMES, canaries, seed_volunteers
from desk.demo.words import HELP
from donors.models import Address, Donor
from gifts.models import Allocation, Gift, LedgerLine
from receipts.actions import settle
from receipts.models import Receipt

PASSWORD = "three quiet harbors at dusk"  # noqa: S105 - known to all, for made-up people
CANARIES = {"donor A": "Wrenfield-Okonma-7Q3", "donor B": "Thistlemere-Abara-9K4"}
PERIOD = 30


@dataclass(frozen=True)
class Persona:
    """Somebody to sign in as; `objects` are the ids of what is their own."""

    persona: str
    email: str
    password: str = ""
    totp_secret: str = ""
    objects: dict[str, list[str]] = field(default_factory=dict)


def is_safe_here() -> bool:
    """Whether made-up people may be put into this database."""
    here = connection.settings_dict
    name, host = str(here["NAME"]), str(here["HOST"] or here["OPTIONS"].get("host", ""))
    is_ours = host.startswith(str(settings.VAR)) or any(word in name for word in ("demo", "test"))
    is_live = settings.STRIPE_SECRET_KEY.startswith(("sk_live_", "rk_live_"))
    return is_ours and not settings.PRODUCTION and not is_live


def seed(now: datetime) -> list[Persona]:
    """Make everybody who is not there yet, and return all. Repeating it changes nothing."""
    finance = _staff(Role.FINANCE, now)
    everyone = [Persona("anonymous", "")]
    everyone += [_donor(letter, recorded_by=finance, now=now) for letter in ("A", "B")]
    everyone += _volunteers(now)
    for role in Role:
        user = _staff(role, now)
        everyone.append(
            Persona(role.value, user.email, PASSWORD, secret_of(user.email), {"users": [str(user.pk)]})
        )
    return everyone


def all_canaries() -> dict[str, str]:
    """Return the words that were planted, by where: they must come out nowhere but on their owner's pages."""
    return {**CANARIES, **canaries()}


def secret_of(email: str) -> str:
    """Return the authenticator key of a made-up member of the staff: the same in every demo."""
    return base64.b32encode(hashlib.sha256(f"demo {email}".encode()).digest()[:20]).decode()


def code_of(secret: str, at: datetime) -> str:
    """Return what an authenticator app shows for a key."""
    return str(format_hotp_value(hotp_value(secret, int(at.timestamp()) // PERIOD)))


def _user(email: str, name: str) -> User:
    user, is_new = User.objects.get_or_create(email=email, defaults={"name": name})
    if is_new:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user


def _staff(role: Role, now: datetime) -> User:
    user = _user(f"{role.value}@demo.example", f"{role.label} of the demo")
    if role not in user.roles:
        grant_role(user=user, role=role, actor=None, now=now)
        user.refresh_from_db()
    if not user.check_password(PASSWORD):
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])
    _enrol(user)
    return user


def _enrol(user: User) -> None:
    if not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        sealed = get_adapter().encrypt(secret_of(user.email))
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": sealed})


def _volunteers(now: datetime) -> list[Persona]:
    users = {
        persona: _user(f"{persona.replace(' ', '.')}@demo.example", name) for persona, name in NAMES.items()
    }
    due = users["volunteer confirmed"]
    _enrol(due)
    objects = seed_volunteers(users, decided_by=_staff(Role.SCREENING, now), now=now)
    return [
        Persona(
            persona,
            user.email,
            totp_secret=secret_of(user.email) if user == due else "",
            objects=objects[persona],
        )
        for persona, user in users.items()
    ]


def _donor(letter: str, *, recorded_by: User, now: datetime) -> Persona:
    canary = CANARIES[f"donor {letter}"]
    user = _user(f"donor.{letter.lower()}@demo.example", f"{canary} {letter}")
    donor, _new = Donor.objects.get_or_create(email=user.email, defaults={"name": user.name, "user": user})
    Address.objects.get_or_create(
        donor=donor,
        is_primary=True,
        defaults={"line1": f"PO Box {canary}", "city": "Tampa", "region": "FL", "postal_code": "33601"},
    )
    by_check = Gift.objects.filter(donor=donor, source=Gift.Source.CHECK).first()
    gift = by_check or record_check(donor, Decimal("40.00"), recorded_by=recorded_by, now=now)
    settle(gift_id=gift.pk, now=now)
    receipts = Receipt.objects.filter(donor=donor).order_by("pk")
    recurring = donor.recurring_gifts.order_by("started_at")
    objects = {
        "users": [str(user.pk)],
        "donors": [str(donor.pk)],
        "gifts": [str(gift.pk)],
        "receipts": [str(receipt.pk) for receipt in receipts],
        "recurring_gifts": [str(row.pk) for row in recurring],
    }
    return Persona(f"donor {letter}", user.email, objects=objects)


def record_check(donor: Donor, amount: Decimal, *, recorded_by: User, now: datetime) -> Gift:
    """Write a gift by check down, with its line in the ledger."""
    organisation = the_organisation()
    campaign, fund = _campaign(legal_day(now, organisation.zone))
    gift = Gift.objects.create(
        source=Gift.Source.CHECK,
        state=Gift.State.PAID,
        date_basis=Gift.Basis.RECEIVED,
        donor=donor,
        campaign=campaign,
        amount=amount,
        currency=settings.CURRENCY,
        given_at=now,
        given_on=legal_day(now, organisation.zone),
        recorded_by=recorded_by,
        created_at=now,
    )
    Allocation.objects.create(gift=gift, fund=fund, amount=gift.amount)
    LedgerLine.objects.create(
        kind=LedgerLine.Kind.OFFLINE,
        gift=gift,
        amount=gift.amount,
        net=gift.amount,
        currency=gift.currency,
        occurred_at=now,
        created_at=now,
    )
    return gift


def _campaign(today: date) -> tuple[Campaign, Fund]:
    """The first campaign and a fund of it; made here where nobody laid the ground yet."""
    code, name, name_es, purpose, purpose_es = HELP[0]
    fund, _new = Fund.objects.get_or_create(
        code=code,
        defaults={"name": name, "name_es": name_es, "purpose": purpose, "purpose_es": purpose_es},
    )
    campaign = Campaign.objects.filter(state=Campaign.State.PUBLISHED).first()
    if campaign is None:
        campaign = Campaign.objects.create(
            slug="demo",
            name="Doors open",
            summary="A safe place to sleep, and time.",
            currency=settings.CURRENCY,
            starts_on=today,
            state=Campaign.State.PUBLISHED,
        )
    campaign.funds.add(fund)
    return campaign, fund

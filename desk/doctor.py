"""What is amiss with this house, a sentence each and what to do about it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from accounts.models import Organisation
from core.startup import DEVELOPMENT_KEY
from gifts.gateway import client
from gifts.reports.books_standing import books_agree, months_stand
from gifts.reports.tally_check import tallies_stand
from jobs.reports import standing
from receipts.reports.standing import papers_stand
from volunteers.models import Lockdown
from volunteers.reports.forgotten import forgotten_check_outs
from volunteers.reports.series import SILENT_AFTER, reach
from volunteers.reports.told_places import columns_that_tell
from volunteers.shield import closed_places

OLDEST_POSTGRESQL = 150_000


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `remedy` is empty when it is well; `is_serious` ones stop the house's work."""

    subject: str
    says: str
    remedy: str = ""
    is_serious: bool = True


Look = Callable[[datetime], Finding]


def database(now: datetime) -> Finding:
    """Whether the database answers and is new enough."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version_num")
            version = int(cursor.fetchone()[0])
    except (DatabaseError, ImproperlyConfigured):
        return Finding("database", "It does not answer.", "Check DATABASE_URL and that PostgreSQL runs.")
    if version < OLDEST_POSTGRESQL:
        return Finding("database", f"PostgreSQL {version // 10000} is too old.", "Upgrade to 15 or newer.")
    return Finding("database", f"PostgreSQL {version // 10000} answers.")


def migrations(now: datetime) -> Finding:
    """Whether the tables are those of this version."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        return Finding("migrations", f"{len(plan)} are not applied.", "Run `manage.py migrate`.")
    return Finding("migrations", "All are applied.")


def worker(now: datetime) -> Finding:
    """Whether letters, receipts and Stripe's messages are worked on."""
    work = standing(now)
    if "worker" in work.silent:
        seconds = work.silent_for["worker"]
        says = "It never worked." if seconds is None else f"It has been silent for {seconds:.0f} seconds."
        remedy = "Run `manage.py work`, or Celery's worker where CELERY_BROKER_URL is set."
        return Finding("worker", says, remedy)
    return Finding("worker", "It works.")


def clock(now: datetime) -> Finding:
    """Whether schedules are started and due work is sent."""
    work = standing(now)
    if "relay" in work.silent:
        return Finding(
            "clock", "No relay runs.", "Run `manage.py work`, or `manage.py relay` beside workers."
        )
    if work.is_late:
        return Finding("clock", f"Work is {work.late_by:.0f} seconds late.", "Run more workers.")
    return Finding("clock", "It ticks, and nothing is late.")


def dead_jobs(now: datetime) -> Finding:
    """Whether work was given up."""
    count = standing(now).dead
    if count:
        says = f"{count} given up after all attempts."
        return Finding(
            "dead jobs", says, "Look at /desk/jobs/, mend the cause, press Retry.", is_serious=False
        )
    return Finding("dead jobs", "None.")


def stripe(now: datetime) -> Finding:
    """Whether the key works and webhooks can be told from forged ones."""
    if not settings.STRIPE_SECRET_KEY:
        return Finding("Stripe", "No key is set: nobody can give online.", "Set STRIPE_SECRET_KEY.")
    if not settings.STRIPE_WEBHOOK_SECRETS:
        return Finding(
            "Stripe", "Webhooks cannot be checked.", "Set STRIPE_WEBHOOK_SECRETS; `stripe_setup` shows how."
        )
    try:
        balance = client.read("/v1/balance")
    except (client.DoorShut, client.NotAtStripe, client.StripeRefused) as error:
        says = f"The key does not open Stripe ({type(error).__name__}: {error})."
        return Finding("Stripe", says, "Check STRIPE_SECRET_KEY and that this machine reaches Stripe.")
    mode = "Live" if balance.get("livemode") else "Test mode"
    return Finding("Stripe", f"{mode}: the key works and webhooks are checked.")


def differences(now: datetime) -> Finding:
    """Whether Stripe's books and ours agree, as far as the last comparison saw."""
    return Finding("books", *books_agree(now), is_serious=False)


def closed_months(now: datetime) -> Finding:
    """Whether the journals of closed months are what they were."""
    return Finding("closed months", *months_stand(), is_serious=False)


def totals(now: datetime) -> Finding:
    """Whether the totals that reports read are kept up, and were what the last recount gave."""
    return Finding("totals", *tallies_stand(), is_serious=False)


def mail(now: datetime) -> Finding:
    """Whether letters leave the house."""
    name = str(settings.EMAIL_BACKEND)
    if settings.ANYMAIL_PROVIDER:
        return Finding("mail", f"Letters leave through {settings.ANYMAIL_PROVIDER}; bounces come back.")
    if name.endswith("smtp.EmailBackend"):
        return Finding("mail", "Letters leave by SMTP. Bounces are not heard of; a provider would tell us.")
    return Finding(
        "mail",
        f"Letters do not leave this machine ({name.rpartition('.')[2]}).",
        "Set EMAIL_URL to your mail server, or ANYMAIL_PROVIDER.",
        is_serious=settings.PRODUCTION,
    )


def keys(now: datetime) -> Finding:
    """Whether secrets at rest have keys of their own."""
    if DEVELOPMENT_KEY in settings.ENCRYPTION_KEYS:
        says = "Second factors are sealed with the development key."
        return Finding("keys", says, "Set ENCRYPTION_KEYS.", is_serious=False)
    if not settings.LOCATION_KEYS:
        return Finding(
            "keys",
            "LOCATION_KEYS is not set: confidential places cannot be recorded; all else works.",
            "Set LOCATION_KEYS to 32 random bytes in base64, if you need them.",
            is_serious=False,
        )
    return Finding("keys", "Secrets at rest have keys of their own.")


def places(now: datetime) -> Finding:
    """Whether confidential places open to who is due, and are told by no public text."""
    if closed := closed_places():
        says = f"No key opens the address of {', '.join(closed)}; the shield does not know them."
        return Finding("places", says, "Put the key that sealed them behind the first one in LOCATION_KEYS.")
    if told := columns_that_tell():
        says = f"A public text tells a confidential place: {', '.join(told)}."
        return Finding("places", says, "Take it out, then look where else it was published.")
    if Lockdown.objects.open().exists():
        says = "A lockdown holds: no address is shown to anybody."
        return Finding("places", says, "Lift it on the desk, Places, when it is over.", is_serious=False)
    return Finding("places", "No public text tells a confidential place.")


def papers(now: datetime) -> Finding:
    """Whether receipts prove themselves."""
    return Finding("receipts", *papers_stand(now), is_serious=False)


def organisation(now: datetime) -> Finding:
    """Whether receipts can say who gives them."""
    if not Organisation.objects.exists():
        return Finding("organisation", "It has no name yet.", "Fill in the desk, House, Setup.")
    return Finding("organisation", "It has a name, and receipts carry it.")


def address(now: datetime) -> Finding:
    """Whether links in letters lead to a safe address."""
    if not settings.SITE_URL.startswith("https://"):
        says = f"{settings.SITE_URL} is not https."
        return Finding("address", says, "Set SITE_URL to your https address.", is_serious=settings.PRODUCTION)
    return Finding("address", f"Links lead to {settings.SITE_URL}.")


def horizon(now: datetime) -> Finding:
    """Whether shifts of series are made ahead of time."""
    found = reach(now)
    remedy = "See that `manage.py work` runs and that no job volunteers.horizon is dead."
    if found.until is None and not found.behind:
        return Finding("shifts", "No series of shifts is open.")
    if found.ran_at is None:
        return Finding("shifts", "None were ever made ahead of time.", remedy, is_serious=False)
    if now - found.ran_at > SILENT_AFTER:
        hours = (now - found.ran_at).total_seconds() / 3600
        return Finding("shifts", f"None were made for {hours:.0f} hours.", remedy, is_serious=False)
    if found.behind:
        return Finding(
            "shifts", f"{found.behind} series are not made up to the horizon.", remedy, is_serious=False
        )
    return Finding("shifts", f"Every open series has its shifts until {found.until}.")


def check_outs(now: datetime) -> Finding:
    """Whether the clock closes forgotten check-outs, so that hours are counted."""
    count = forgotten_check_outs(now)
    if count:
        return Finding(
            "check-outs",
            f"{count} are open a day after the end of their shift: their hours are not counted.",
            "See that `manage.py work` runs and that no job volunteers.check_out is dead.",
            is_serious=False,
        )
    return Finding("check-outs", "None is forgotten.")


# without the first two nothing else can be asked
FIRST: tuple[Look, ...] = (database, migrations)
THEN: tuple[Look, ...] = (
    *(worker, clock, dead_jobs, stripe, differences, closed_months, totals, mail, keys, papers, places),
    *(organisation, address, horizon, check_outs),
)


def findings(now: datetime) -> list[Finding]:
    """Look at everything that can be looked at, in the order of how much depends on it."""
    found: list[Finding] = []
    for look in FIRST:
        found.append(look(now))
        if found[-1].remedy:
            return found
    return found + [look(now) for look in THEN]

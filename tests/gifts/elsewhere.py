"""Recurring gifts that another program collects, made plainly or by a file; and what a file may touch."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection

from accounts.models import Role
from donors.actions.imports.applying import apply_import, start_applying
from donors.actions.imports.mapping import proposed
from donors.actions.imports.opening import Choice, open_import, read_with
from donors.actions.imports.reading import read_import
from donors.kinds import KINDS
from donors.models import Donor, Import
from gifts.models import RecurringElsewhere
from tests.donors.belongings import whole_database
from tests.donors.imports.files import fresh, upload_of
from tests.factories import MOMENT, make_user

OWN_BOOKS = {"donors.Import", "donors.ImportRow", "donors.ImportPart", "donors.ImportMapping"}
TABLES = (
    *("gifts_recurringelsewhere", "gifts_recurringgift", "gifts_gift", "donors_donor", "donors_externalid"),
    *("donors_address", "donors_duplicatekey", "donors_duplicatepair", "letters_letter", "letters_optout"),
)
OWN = """\
Subscription ID,Program,Amount,Currency,Frequency,Status,Start date,Next payment,First name,Last name,Email
R-1,PayPal,25.00,usd,Monthly,Active,2025-03-01,2026-12-01,Ana,Díaz,ana@example.org
R-2,PayPal,"1,200.00",eur,yearly,canceled,2024-02-01,,Ben,Okafor,ben@example.org
,,10,,every two weeks,,,,Cy,Mensah,
"""


def make_elsewhere(donor: Donor, **values: Any) -> RecurringElsewhere:
    """One that goes on, of GiveWP."""
    facts = {
        "source": "givewp",
        "key": "SUB-1",
        "amount": Decimal("40"),
        "currency": "usd",
        "rhythm": "quarterly",
        "state": "active",
        "next_on": date(2026, 12, 1),
        "told_at": MOMENT,
        "created_at": MOMENT,
    }
    return RecurringElsewhere.objects.create(donor=donor, **{**facts, **values})


def looked_at(content: str | bytes, *, source: str = "old-books", kind: str = "recurring") -> Import:
    """An upload that is read, by the columns that are proposed."""
    by = make_user(Role.FUNDRAISER)
    run = open_import(upload=upload_of(content, "recurring.csv"), kind=kind, by=by, now=MOMENT)
    if run.state == Import.State.MAPPING:
        choice = Choice(proposed(KINDS["recurring"], run.header), source, False)
        read_with(import_id=run.pk, choice=choice, by=by, now=MOMENT)
    read_import(import_id=run.pk, now=MOMENT)
    return fresh(run)


def written(content: str | bytes, *, now: datetime = MOMENT, **more: str) -> Import:
    """An import that is written."""
    run = looked_at(content, **more)
    start_applying(import_id=run.pk, by=make_user(Role.FINANCE), now=now)
    apply_import(import_id=run.pk, now=now)
    return fresh(run)


def state() -> dict[str, list[str]]:
    """Every row of every table, but of users and of those in which imports and jobs keep their own books."""
    return {
        label: rows
        for label, rows in whole_database().items()
        if label not in OWN_BOOKS and not label.startswith(("accounts.", "mfa.", "jobs."))
    }


def touched() -> dict[str, list[str]]:
    """The same of the tables that such a file may touch."""
    with connection.cursor() as cursor:
        found = {}
        for table in TABLES:
            cursor.execute(f"SELECT t::text FROM {table} t ORDER BY 1")
            found[table] = [row[0] for row in cursor.fetchall()]
    return found


def rows() -> dict[str, RecurringElsewhere]:
    """All of them, by their key."""
    return {row.key: row for row in RecurringElsewhere.objects.select_related("donor")}

"""Rows of every table that can name a donor, and the whole database as text: for merges that are undone."""

import itertools
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from django.apps import apps
from django.db import connection, transaction

from accounts.models import User
from campaigns.models import Campaign, Challenge
from donors.models import Address, Consent, Donor, OtherEmail, Relationship, Tag, Tagging, Task
from donors.models.imports import ExternalId
from donors.models.notes import Note
from gifts.models import Gift, RecurringElsewhere, SoftCredit
from gifts.models.batch import Batch
from gifts.models.batch_row import BatchRow
from gifts.models.pledge import Instalment, Pledge
from letters.models import OptOut, Suppression
from receipts.actions import settle
from receipts.actions.statements import draw_one
from receipts.models.run import StatementProblem, StatementRun
from tests.factories import MOMENT, make_gift, make_recurring
from tests.letters.makers import make_letter

# what a merge and its undoing write down about themselves; everything else is as it was
OWN_BOOKS = {"accounts.AuditEntry", "jobs.Job", "donors.DonorMerge", "donors.MergeRequest"}
# what the database counts anew from the rows: marks of what is to be counted, and who gave nothing any more
MARKS = {"gifts.TallyMark"}
COUNTED = {"gifts.CampaignGiver": "WHERE t.raised <> 0"}
_numbers = itertools.count(1)


def whole_database() -> dict[str, list[str]]:
    """Every row of every table of ours as the database writes it, by table."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            label = model._meta.label
            if label in OWN_BOOKS | MARKS or not model._meta.managed:
                continue
            row = "to_jsonb(t) - 'id'" if label in COUNTED else "row_to_json(t)"
            table, where = model._meta.db_table, COUNTED.get(label, "")
            cursor.execute(f'SELECT {row}::text FROM "{table}" t {where}')
            found[label] = sorted(row[0] for row in cursor.fetchall())
    return found


class Belongings:
    """Makes one row of a kind for a donor; `others` are the donors that may stand beside them."""

    def __init__(self, staff: User, campaign: Campaign) -> None:
        self.staff = staff
        self.campaign = campaign
        self.run = StatementRun.objects.create(year=2020, state="done", done_at=MOMENT, started_at=MOMENT)
        self.batch = Batch.objects.create(
            source="check",
            expected_count=1,
            expected_total=Decimal("5"),
            currency="usd",
            received_on=MOMENT.date(),
            opened_by=staff,
            opened_at=MOMENT,
        )

    def gift(self, donor: Donor, _other: Donor) -> None:
        make_gift(donor, campaign=self.campaign)

    def joint_gift(self, donor: Donor, other: Donor) -> None:
        gift = make_gift(donor, campaign=self.campaign)
        Gift.objects.filter(pk=gift.pk).update(co_payer=other)

    def receipted_gift(self, donor: Donor, _other: Donor) -> None:
        settle(gift_id=make_gift(donor, campaign=self.campaign).pk, now=MOMENT)

    def recurring(self, donor: Donor, _other: Donor) -> None:
        recurring = make_recurring(donor, customer_id=f"cus_{next(_numbers)}")
        gift = make_gift(donor, campaign=self.campaign)
        Gift.objects.filter(pk=gift.pk).update(recurring=recurring)

    def soft_credit(self, donor: Donor, other: Donor) -> None:
        gift = Gift.objects.filter(donor=other).first() or make_gift(other, campaign=self.campaign)
        for whose in (donor, other):
            SoftCredit.objects.get_or_create(
                gift=gift,
                donor=whose,
                defaults={"role": "spouse", "amount": Decimal("5"), "created_at": MOMENT},
            )

    def address(self, donor: Donor, _other: Donor) -> None:
        is_first = not donor.addresses.filter(is_primary=True).exists()
        Address.objects.create(donor=donor, line1=f"PO Box {next(_numbers)}", is_primary=is_first)

    def consent(self, donor: Donor, _other: Donor) -> None:
        at = MOMENT + timedelta(minutes=next(_numbers))
        Consent.objects.create(donor=donor, topic="news", is_given=True, source="giving", at=at)
        Donor.objects.filter(pk=donor.pk).update(wants_news=True, wants_news_since=at)

    def statement(self, donor: Donor, _other: Donor) -> None:
        if donor.statements.exists():
            return
        given = MOMENT.replace(year=2024)
        settle(gift_id=make_gift(donor, campaign=self.campaign, given_at=given).pk, now=given)
        draw_one(donor_id=donor.pk, year=2024, by=self.staff, now=MOMENT)

    def pledge(self, donor: Donor, _other: Donor) -> None:
        with transaction.atomic():
            pledge = Pledge.objects.create(
                donor=donor,
                amount=Decimal("100"),
                currency="usd",
                pledged_on=MOMENT.date(),
                rhythm="once",
                fund=self.campaign.funds.get(),
                recorded_by=self.staff,
                created_at=MOMENT,
            )
            Instalment.objects.create(
                pledge=pledge, due_on=MOMENT.date(), amount=pledge.amount, created_at=MOMENT
            )

    def batch_row(self, donor: Donor, _other: Donor) -> None:
        BatchRow.objects.create(batch=self.batch, donor=donor, entered_by=self.staff, entered_at=MOMENT)

    def problem(self, donor: Donor, other: Donor) -> None:
        for whose in (donor, other):
            StatementProblem.objects.get_or_create(
                run=self.run, donor=whose, defaults={"error": "x", "at": MOMENT}
            )

    def letter(self, donor: Donor, _other: Donor) -> None:
        if donor.email:
            make_letter(key=f"receipt:{next(_numbers)}", to_email=donor.email)

    def refusal(self, donor: Donor, _other: Donor) -> None:
        if donor.email:
            row = OptOut(email=donor.email, topic="campaigns", created_at=MOMENT)
            OptOut.objects.bulk_create([row], ignore_conflicts=True)

    def suppression(self, donor: Donor, _other: Donor) -> None:
        if donor.email:
            row = Suppression(email=donor.email, reason="bounced", created_at=MOMENT)
            Suppression.objects.bulk_create([row], ignore_conflicts=True)

    def other_email(self, donor: Donor, _other: Donor) -> None:
        OtherEmail.objects.create(donor=donor, email=f"other{next(_numbers)}@example.org")

    def note(self, donor: Donor, _other: Donor) -> None:
        Note.objects.create(donor=donor, text="Prefers mornings", at=MOMENT, by=self.staff)

    def tag(self, donor: Donor, other: Donor) -> None:
        tag, _new = Tag.objects.get_or_create(name="Gala", defaults={"created_at": MOMENT})
        for whose in (donor, other):
            Tagging.objects.get_or_create(tag=tag, donor=whose, defaults={"at": MOMENT, "by": self.staff})

    def task(self, donor: Donor, _other: Donor) -> None:
        Task.objects.create(
            donor=donor,
            title="Call back",
            due_on=MOMENT.date(),
            assigned_to=self.staff,
            created_by=self.staff,
            created_at=MOMENT,
        )

    def external_id(self, donor: Donor, _other: Donor) -> None:
        ExternalId.objects.create(donor=donor, source="civicrm", key=str(next(_numbers)))

    def recurring_elsewhere(self, donor: Donor, _other: Donor) -> None:
        RecurringElsewhere.objects.create(
            donor=donor,
            source="givewp",
            key=f"SUB-{next(_numbers)}",
            amount=Decimal("25"),
            currency="usd",
            rhythm="monthly",
            told_at=MOMENT,
            created_at=MOMENT,
        )

    def challenge(self, donor: Donor, _other: Donor) -> None:
        Challenge.objects.create(
            campaign=self.campaign,
            sponsor=donor,
            name="Match",
            rate=Decimal("1"),
            pot=Decimal("100"),
            starts_on=MOMENT.date(),
            ends_on=MOMENT.date(),
            created_at=MOMENT,
            updated_at=MOMENT,
        )

    def relationship(self, donor: Donor, other: Donor) -> None:
        Relationship.objects.get_or_create(
            first=donor, second=other, kind="employer", defaults={"created_at": MOMENT, "by": self.staff}
        )


MAKERS: dict[str, Callable[[Belongings, Donor, Donor], None]] = {
    name: value for name, value in vars(Belongings).items() if not name.startswith("_")
}

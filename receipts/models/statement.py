"""What a donor gave in a year, on one paper: frozen, in versions, each gift once."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from core.money import money_field
from core.triggers import new_rows_as
from donors.models import Donor
from gifts.models import Gift
from gifts.models.gift import SEES_ALL_GIFTS
from receipts.models.receipt import ReceiptLine
from receipts.models.run import StatementRun


class StatementQuerySet(models.QuerySet["Statement"]):
    """Statements, by what is asked of them."""

    def visible_to(self, user: User) -> Self:
        """All statements for the staff who work with gifts; one's own for a donor."""
        return self if user.roles & SEES_ALL_GIFTS else self.of(user)

    def of(self, user: User) -> Self:
        """A person's own, those of a record that was folded into theirs too: a merge leaves them there."""
        return self.filter(Q(donor__user=user) | Q(donor__merged_into__user=user))

    def current(self) -> Self:
        """Those that hold: at most one for each donor and year."""
        return self.filter(status=Statement.Status.CURRENT)


class Statement(models.Model):
    """The summary of a donor's year as it was issued. What it says is its snapshot; only its status moves on.

    A merge may take it to another record of its donor.
    """

    class Status(models.TextChoices):
        CURRENT = "current", pgettext_lazy("statement", "Holds")
        REPLACED = "replaced", _("Replaced")
        WITHDRAWN = "withdrawn", pgettext_lazy("statement", "Withdrawn")

    donor = models.ForeignKey(Donor, on_delete=models.PROTECT, related_name="statements")
    year = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField(default=1)
    number = models.CharField(max_length=40, unique=True, help_text="as printed, like S-2026-000417-2")
    status = models.CharField(max_length=10, choices=Status, default=Status.CURRENT)
    language = models.CharField(max_length=2)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    run = models.ForeignKey(StatementRun, null=True, on_delete=models.PROTECT, related_name="statements")
    amount = money_field(help_text="sum of its lines: what ties them to it")
    snapshot = models.JSONField(help_text="everything the paper says, frozen")
    snapshot_sha256 = models.CharField(max_length=64)
    template_version = models.PositiveSmallIntegerField()
    pdf = models.BinaryField()
    pdf_sha256 = models.CharField(max_length=64)
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    ended_at = models.DateTimeField(null=True)

    objects = StatementQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-issued_at", "-id"], name="statements_newest")]
        constraints = [
            models.UniqueConstraint(
                fields=["donor", "year", "version"], name="one_statement_per_donor_year_and_version"
            ),
            models.UniqueConstraint(
                fields=["year", "donor"],
                name="one_current_statement_per_donor_and_year",
                condition=Q(status="current"),
            ),
            models.CheckConstraint(
                name="statement_version_names_the_one_before",
                condition=Q(version=1, replaces__isnull=True) | Q(version__gt=1, replaces__isnull=False),
            ),
            models.CheckConstraint(
                name="statement_status_is_known",
                condition=Q(status__in=["current", "replaced", "withdrawn"]),
            ),
            models.CheckConstraint(
                name="statement_ended_has_time",
                condition=Q(status="current", ended_at__isnull=True)
                | (~Q(status="current") & Q(ended_at__isnull=False)),
            ),
            models.CheckConstraint(name="statement_amount_is_positive", condition=Q(amount__gt=0)),
        ]
        triggers = [
            pgtrigger.Protect(name="statement_refuses_delete", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="statement_is_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["donor", "status", "ended_at"]),
            ),
            pgtrigger.Protect(
                name="statement_never_revives",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("(OLD.status <> 'current' AND NEW.status <> OLD.status)"),
            ),
            pgtrigger.Trigger(
                name="statement_is_sum_of_lines",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                timing=pgtrigger.Deferred,
                declare=[("stated", "numeric")],
                func="""
                    SELECT COALESCE(SUM(paid), 0) INTO stated
                        FROM receipts_statementline line JOIN receipts_receiptline receipted
                        ON receipted.id = line.receipt_line_id AND receipted.gift_id = line.gift_id
                        WHERE line.statement_id = NEW.id;
                    IF stated <> NEW.amount THEN
                        RAISE EXCEPTION 'lines of a statement do not sum to it' USING ERRCODE = '23514';
                    END IF;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.number


def number_of(year: int, donor_id: int, version: int) -> str:
    """Return what a new statement is called on paper; from the second version on it says which."""
    first = f"S-{year}-{donor_id:06d}"
    return first if version == 1 else f"{first}-{version}"


class StatementLine(models.Model):
    """One gift on a statement, as the receipt that was live then says it. The gift stands there once."""

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="lines")
    gift = models.ForeignKey(Gift, on_delete=models.PROTECT, related_name="statement_lines")
    receipt_line = models.ForeignKey(ReceiptLine, on_delete=models.PROTECT, related_name="statement_lines")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["statement", "gift"], name="one_line_per_statement_and_gift")
        ]
        triggers = [
            pgtrigger.Protect(name="statement_line_is_final", operation=pgtrigger.Update | pgtrigger.Delete),
            # the deferred trigger of the statement sees to too little; this one to a line that comes later
            pgtrigger.Trigger(
                name="statement_line_finds_room",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                level=pgtrigger.Statement,
                referencing=new_rows_as("added"),
                func="""
                    IF EXISTS (
                        SELECT 1 FROM receipts_statement statement
                        WHERE statement.id IN (SELECT statement_id FROM added)
                        AND statement.amount < (
                            SELECT SUM(paid) FROM receipts_statementline line
                            JOIN receipts_receiptline receipted ON receipted.id = line.receipt_line_id
                            WHERE line.statement_id = statement.id
                        )
                    ) THEN
                        RAISE EXCEPTION 'lines of a statement exceed it' USING ERRCODE = '23514';
                    END IF;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.statement_id} {self.gift_id}"


class StatementCopy(models.Model):
    """That the paper left: by mail, in a file for posting, or downloaded."""

    class Channel(models.TextChoices):
        MAIL = "mail", _("by mail")
        POST = "post", pgettext_lazy("channel", "by post")
        DOWNLOAD = "download", _("downloaded")

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="copies")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    channel = models.CharField(max_length=10, choices=Channel)

    def __str__(self) -> str:
        return f"{self.statement_id} {self.made_at:%Y-%m-%d}"

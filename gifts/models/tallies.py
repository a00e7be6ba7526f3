"""Kept totals of giving: counted once, read by every report, never staler than the last commit.

A trigger on gifts notes which donor and which day a change touched (`TallyMark`): an insert of a few bytes
that waits for nobody. What is kept of a marked donor's year or of a marked day is not believed: readers count
it anew from its gifts (`gifts.reports.tallies`), and a round that runs often brings the kept rows up to date
and takes the marks away, in one transaction. So every reader finds at every moment what a recount would give.

Donors are kept by their plain number: a merge carries gifts, and their totals follow by the marks.
"""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.money import money_field
from core.triggers import new_rows_as, update_of

NOT_ARRIVED = ("processing", "failed", "reversed")


class Tally(models.Model):
    """The one row that says by which fiscal year the totals were counted, and until when they were kept."""

    fiscal_month = models.PositiveSmallIntegerField(default=1, help_text="first month of the fiscal year")
    zone = models.CharField(
        max_length=60, blank=True, default="", help_text="in which the days of movements were counted"
    )
    rebuilt_at = models.DateTimeField(null=True)
    kept_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True, help_text="when all was last counted anew and compared")
    departures = models.PositiveIntegerField(default=0, help_text="rows on which that recount disagreed")

    class Meta:
        constraints = [
            models.CheckConstraint(name="only_one_tally", condition=Q(id=1)),
            models.CheckConstraint(
                name="tally_fiscal_month_is_one", condition=Q(fiscal_month__range=(1, 12))
            ),
        ]

    def __str__(self) -> str:
        return f"fiscal years from month {self.fiscal_month}"


class TallyMark(models.Model):
    """A donor and a day whose giving changed since the totals were last brought up to date."""

    donor_id = models.BigIntegerField(null=True)
    day = models.DateField()

    def __str__(self) -> str:
        return f"{self.donor_id} {self.day}"


class DonorYear(models.Model):
    """What a donor gave in a fiscal year, named by the year in which it ends.

    `gifts`, the days and `largest` count gifts that arrived; `given` is what stands of all. `cohort` is the
    first year in which the donor gave at all, `given_before` what they gave the year before if they did; both
    are of years with gifts.
    """

    donor_id = models.BigIntegerField()
    year = models.SmallIntegerField()
    gifts = models.PositiveIntegerField()
    given = money_field()
    first_on = models.DateField(null=True)
    last_on = models.DateField(null=True)
    largest = money_field(default=0)
    cohort = models.SmallIntegerField(null=True)
    given_before = money_field(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["year", "donor_id"], include=["given", "gifts"], name="donors_of_year"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["donor_id", "year"], name="one_row_per_donor_and_year"),
            models.CheckConstraint(
                name="donor_year_with_gifts_has_its_days",
                condition=Q(gifts=0, first_on=None, last_on=None)
                | Q(gifts__gt=0, first_on__isnull=False, last_on__gte=F("first_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.donor_id} in {self.year}: {self.given}"


class DonorTally(models.Model):
    """What a donor gave in all, as `DonorYear` counts."""

    donor_id = models.BigIntegerField(primary_key=True)
    gifts = models.PositiveIntegerField()
    given = money_field()
    first_on = models.DateField(null=True)
    last_on = models.DateField(null=True)
    largest = money_field(default=0)

    class Meta:
        indexes = [models.Index(fields=["-given", "donor_id"], name="donors_by_given")]

    def __str__(self) -> str:
        return f"{self.donor_id}: {self.given}"


class DayTally(models.Model):
    """What was given on a day to a campaign by an appeal: gifts that arrived, their amounts, what stands."""

    day = models.DateField()
    campaign_id = models.BigIntegerField(null=True)
    appeal_id = models.BigIntegerField(null=True)
    gifts = models.PositiveIntegerField()
    amount = money_field()
    raised = money_field()
    fees = money_field()

    class Meta:
        indexes = [models.Index(fields=["campaign_id", "day"], name="days_of_campaign")]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "campaign_id", "appeal_id"],
                nulls_distinct=False,
                name="one_row_per_day_campaign_and_appeal",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.raised}"


class FundDayTally(models.Model):
    """What was given on a day to a fund through a campaign: its share of what stands, to the cent."""

    day = models.DateField()
    campaign_id = models.BigIntegerField(null=True)
    fund_id = models.BigIntegerField()
    gifts = models.PositiveIntegerField()
    raised = money_field()

    class Meta:
        indexes = [models.Index(fields=["fund_id", "day"], name="days_of_fund")]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "campaign_id", "fund_id"],
                nulls_distinct=False,
                name="one_row_per_day_campaign_and_fund",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day}, fund {self.fund_id}: {self.raised}"


class CohortTally(models.Model):
    """The donors who first gave in one year and gave in another; what they gave in it and the year before.

    By `move` those who gave the year before, too, are told apart: as much, more or less than then.
    """

    class Move(models.TextChoices):
        NONE = "none", _("Did not give the year before")
        SAME = "same", _("Gave as much")
        UP = "up", _("Gave more")
        DOWN = "down", _("Gave less")

    cohort = models.SmallIntegerField()
    year = models.SmallIntegerField()
    move = models.CharField(max_length=4, choices=Move)
    donors = models.IntegerField()
    given = money_field()
    given_before = money_field(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "year", "move"], name="one_row_per_cohort_year_and_move"
            ),
            models.CheckConstraint(name="cohort_begins_before_it_gives", condition=Q(year__gte=F("cohort"))),
            models.CheckConstraint(
                name="cohort_move_is_known", condition=Q(move__in=["none", "same", "up", "down"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cohort} in {self.year}: {self.donors}"


class YearStart(models.Model):
    """How many donors gave for the first time in a fiscal year on this day."""

    day = models.DateField(unique=True)
    donors = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.day}: {self.donors}"


# on LedgerLine: a line is final, so it is added once, when it first knows its gift
LINE_CHANGES_GIFT = pgtrigger.Trigger(
    name="ledger_line_changes_gift",
    when=pgtrigger.After,
    operation=pgtrigger.Insert | update_of("gift_id"),
    condition=pgtrigger.Condition("NEW.gift_id IS NOT NULL"),
    func="""
        IF TG_OP = 'UPDATE' AND OLD.gift_id IS NOT NULL THEN
            UPDATE gifts_gift SET changed_at = clock_timestamp() WHERE id = NEW.gift_id;
        ELSE
            UPDATE gifts_gift
            SET stands = stands + NEW.amount, fees = fees + NEW.fee, changed_at = clock_timestamp()
            WHERE id = NEW.gift_id;
        END IF;
        RETURN NULL;
    """,
)
# on Gift; `created` are all rows of the statement, so that an import marks by one insert
GIFTS_ARE_MARKED = pgtrigger.Trigger(
    name="gifts_are_marked",
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    level=pgtrigger.Statement,
    referencing=new_rows_as("created"),
    func="""
        INSERT INTO gifts_tallymark (donor_id, day)
        SELECT DISTINCT donor_id, given_on FROM created WHERE given_on IS NOT NULL;
        RETURN NULL;
    """,
)
# a change is marked for what the gift was and for what it is; lines change `stands`, so they need no mark
CHANGE_IS_MARKED = pgtrigger.Trigger(
    name="gift_change_is_marked",
    when=pgtrigger.After,
    operation=pgtrigger.Update,
    condition=pgtrigger.AnyChange(
        "donor", "given_on", "campaign", "appeal", "state", "amount", "kind", "stands", "fees"
    ),
    func="""
        INSERT INTO gifts_tallymark (donor_id, day)
        SELECT donor, day FROM (
            VALUES (OLD.donor_id, OLD.given_on)
            UNION VALUES (NEW.donor_id, NEW.given_on)
        ) AS touched (donor, day) WHERE day IS NOT NULL;
        RETURN NULL;
    """,
)
GIFT_GONE_IS_MARKED = pgtrigger.Trigger(
    name="gift_gone_is_marked",
    when=pgtrigger.After,
    operation=pgtrigger.Delete,
    condition=pgtrigger.Condition("OLD.given_on IS NOT NULL"),
    func="""
        INSERT INTO gifts_tallymark (donor_id, day) VALUES (OLD.donor_id, OLD.given_on);
        RETURN NULL;
    """,
)
# on Allocation: one that is new comes with its gift, or in place of another that changes or goes, since the
# shares of a gift always sum to it
SHARE_IS_MARKED = pgtrigger.Trigger(
    name="changed_share_is_marked",
    when=pgtrigger.After,
    operation=pgtrigger.Update | pgtrigger.Delete,
    func="""
        INSERT INTO gifts_tallymark (donor_id, day)
        SELECT donor_id, given_on FROM gifts_gift WHERE id = OLD.gift_id AND given_on IS NOT NULL;
        RETURN NULL;
    """,
)

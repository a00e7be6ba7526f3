"""Made-up donors and gifts by set-based SQL, valid by every constraint, in the database of a size.

    python -m benchmarks.data [1|10] [decade]

Size 1: 50,000 donors, 100,000 gifts; size 10: ten times as many, within minutes. One donor holds 5 % of the
gifts. With `decade`, for reports: 20,000 donors and ten years. Triggers sleep while it is filled, so totals
are counted at the end as the triggers would have.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal

from django.db import connection, models, transaction
from django.utils import timezone

from benchmarks import ground
from campaigns.models import Campaign, Fund, PresetAmount
from donors.models import Donor
from gifts.actions.tallies import rebuild_tallies
from gifts.models import Allocation, CampaignTotal, Gift, LedgerLine, StripeEvent
from tests.factories import make_organisation

DONORS, GIFTS, EVENTS = 50_000, 100_000, 10_000
DECADE_DONORS = 20_000
CAMPAIGNS = 5
FIRST = "Maria,James,Aisha,Chen,Olga,Kofi,Lena,Mateo,Ingrid,Yusuf,Grace,Tomás,Noor,Pavel,Ruth,Sione".split(
    ","
)
LAST = (
    "Lopez,Okafor,Nguyen,Schmidt,Ivanova,Haddad,O'Brien,Castellanos,Fontaine,Gutiérrez,Iwasaki,Dufour,"
    "Baptiste,Abara,Lindqvist,Mensah,Petrov,Rossi,Silva,Tanaka,Ueda,Vargas,Weber,Yilmaz"
).split(",")


def fill(size: int) -> None:
    """Make the data of a size unless they are there."""
    ground.use(size)
    if Gift.objects.count() >= GIFTS * size:
        return
    with emptied():
        make_donors(DONORS * size)
        make_gifts(GIFTS * size, donors=DONORS * size, years=5)
        make_events(EVENTS * size * size)
    settle()


def fill_decade(size: int) -> None:
    """Make what reports are measured on: as many gifts, over ten years, of fewer donors."""
    ground.use(f"decade_{size}")
    if Gift.objects.count() >= GIFTS * size:
        return
    with emptied():
        make_donors(DECADE_DONORS * size)
        make_gifts(GIFTS * size, donors=DECADE_DONORS * size, years=10)
    settle()


@contextmanager
def emptied() -> Iterator[None]:
    """Begin with nothing but campaigns; no trigger wakes and no commit waits."""
    call_truncate()
    make_organisation()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SET LOCAL synchronous_commit = off")
        make_campaigns()
        yield


def settle() -> None:
    """Count the totals that triggers would have marked, and let the planner know the tables."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        rebuild_tallies(month=1, now=timezone.now())
        cursor.execute("VACUUM ANALYZE")


def call_truncate() -> None:
    """Begin with nothing."""
    tables = ", ".join(connection.introspection.django_table_names(only_existing=True))
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {tables} CASCADE")


def insert(model: type[models.Model], rows: str, **values: str) -> None:
    """Insert a row for each row of a FROM clause; columns that are not named get their field's default."""
    with connection.cursor() as cursor:
        cursor.execute(insert_of(model, rows, **values))


def insert_of(model: type[models.Model], rows: str, **values: str) -> str:
    """Return the statement that `insert` runs."""
    columns, places = [], []
    for field in model._meta.concrete_fields:
        if field.generated or (field.primary_key and field.column not in values):
            continue
        column = str(field.column)
        columns.append(f'"{column}"')
        places.append(values.pop(column) if column in values else default_of(field))
    if values:
        raise TypeError(f"{model.__name__} has no {', '.join(values)}")
    table = model._meta.db_table
    return f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(places)} FROM {rows}"


def default_of(field: "models.Field[object, object]") -> str:
    """Return the SQL of a field's default."""
    if field.null:
        return "NULL"
    if isinstance(field, models.DateTimeField):
        return "now()"
    value = field.get_default()
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value}" if isinstance(value, int | Decimal) else f"'{value or ''}'"


def pick(names: list[str], by: str) -> str:
    """Return the SQL that takes one of some names by a number."""
    listed = ", ".join("'{}'".format(name.replace("'", "''")) for name in names)
    return f"(ARRAY[{listed}])[1 + (({by}) % {len(names)})::int]"


def make_campaigns() -> None:
    """Five campaigns, two funds, four proposed amounts each."""
    funds = [Fund.objects.create(code=code, name=code.title()) for code in ("housing", "counsel")]
    for number in range(CAMPAIGNS):
        campaign = Campaign.objects.create(
            slug=f"campaign-{number}",
            name=f"Doors open {number}",
            summary="A safe place to sleep, and time.",
            goal=Decimal("1000000"),
            currency="usd",
            starts_on=datetime(2020, 1, 1, tzinfo=UTC).date(),
            state=Campaign.State.PUBLISHED,
        )
        campaign.funds.set(funds)
        for amount in (25, 50, 100, 250):
            PresetAmount.objects.create(campaign=campaign, amount=Decimal(amount), impact="a warm coat")


def make_donors(count: int) -> None:
    """Donors numbered from 1."""
    insert(
        Donor,
        f"generate_series(1, {count}::bigint) AS n",
        id="n",
        kind="'person'",
        name=f"{pick(FIRST, '(n * 7)')} || ' ' || {pick(LAST, 'n / 16')} || ' ' || to_hex(n * 7919)",
        email="'donor' || n || '@example.org'",
        phone="'(' || 200 + n % 700 || ') 555-' || lpad((n % 10000)::text, 4, '0')",
        language="'en'",
        created_at="now() - n * interval '1 minute'",
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence('donors_donor', 'id'), %s)", [count])


def make_gifts(count: int, *, donors: int, years: int) -> None:
    """Gifts of the last years with share and line; every twentieth is the first donor's."""
    ids = list(Campaign.objects.order_by("pk").values_list("pk", flat=True))
    fund = Fund.objects.order_by("pk").values_list("pk", flat=True)[0]
    campaign = f"{ids[0]} + n % {CAMPAIGNS}"
    key = "md5('gift' || n)::uuid"
    amount = "(10 + n % 490)::numeric(12, 2)"
    fee = "round((10 + n % 490) * 0.029 + 0.30, 2)"
    given = f"date_trunc('minute', now()) - n * interval '{years * 365 * 86400 / count:.3f} seconds'"
    series = f"generate_series(1, {count}::bigint) AS n"
    insert(
        Gift,
        series,
        id=key,
        source="'stripe'",
        state="'paid'",
        payment_id="'pi_bench' || n",
        charge_id="'ch_bench' || n",
        method="'card'",
        donor_id=f"CASE WHEN n % 20 = 0 THEN 1 ELSE 1 + (n::bigint * 7919) % {donors} END",
        campaign_id=campaign,
        amount=amount,
        stands=amount,
        fees=fee,
        currency="'usd'",
        given_at=given,
        given_on=f"({given})::date",
        date_basis="'charged'",
        created_at=given,
        changed_at=given,
    )
    insert(Allocation, series, gift_id=key, fund_id=str(fund), amount=amount)
    insert(
        LedgerLine,
        series,
        txn_id="'txn_bench' || n",
        kind="'charge'",
        stripe_type="'charge'",
        source_id="'ch_bench' || n",
        gift_id=key,
        amount=amount,
        fee=fee,
        net=f"{amount} - {fee}",
        currency="'usd'",
        occurred_at=given,
        created_at=given,
    )
    sums = "(SELECT campaign_id AS c, sum(amount) AS s FROM gifts_gift GROUP BY 1) AS sums"
    insert(CampaignTotal, sums, campaign_id="c", slot="0", raised="s")


def make_events(count: int) -> None:
    """Events that were answered long ago."""
    insert(
        StripeEvent,
        f"generate_series(1, {count}::bigint) AS n",
        event_id="'evt_old' || n",
        kind="'charge.updated'",
        root="'pi_bench' || n",
        received_at="now() - n * interval '1 minute'",
        done_at="now()",
    )


if __name__ == "__main__":
    wanted_sizes = [word for word in sys.argv[1:] if word.isdecimal()] or ["1", "10"]
    for wanted in wanted_sizes:
        (fill_decade if "decade" in sys.argv else fill)(int(wanted))
        print(f"size {wanted}: {Donor.objects.count():,} donors, {Gift.objects.count():,} gifts")

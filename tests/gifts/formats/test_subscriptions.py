"""Each known file of subscriptions is known by its header, and read as its program means it."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from donors.kinds import CellRefused, Format, LeftOut
from gifts import formats
from gifts.formats.line import SENTENCES as FILE_SENTENCES
from gifts.formats.subscriptions import ALL, SENTENCES, Repeating, givewp, paypal, stripe
from gifts.formats.subscriptions.line import RHYTHMS, rhythm_in
from gifts.models import Rhythm
from tests.gifts.formats.samples import SUBSCRIPTIONS

BY_NAME = {known.name: known for known in ALL}
READERS = {
    "stripe_subscriptions": stripe.read,
    "givewp_subscriptions": givewp.read,
    "paypal_subscriptions": paypal.read,
}


def rows_of(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(SUBSCRIPTIONS[name])))


def told(name: str) -> list[Repeating | str]:
    """Return what became of each row: what it tells, or the code of the sentence why nothing."""
    found: list[Repeating | str] = []
    for row in rows_of(name):
        try:
            found.append(READERS[name]({key: value or "" for key, value in row.items() if key}))
        except (LeftOut, CellRefused) as refusal:
            found.append(refusal.code)
    return found


@pytest.mark.parametrize("name", SUBSCRIPTIONS)
def test_a_file_is_known_by_its_header_and_by_no_other(name: str) -> None:
    header = set(rows_of(name)[0])
    assert [known.name for known in (*formats.ALL, *ALL) if known.header <= header] == [name]


def test_stripe_tells_the_next_charge_only_of_what_goes_on_and_leaves_no_quantity_open() -> None:
    ana, ben, cy, *rest = told("stripe_subscriptions")
    assert ana == Repeating(
        external_id="sub_1",
        amount=Decimal("25.00"),
        currency="usd",
        rhythm="monthly",
        state="active",
        started_on=datetime(2025, 1, 10, 12, 30, tzinfo=UTC),
        next_on=datetime(2026, 12, 10, 2, 30, tzinfo=UTC),
        donor_key="cus_ana",
        name="Ana Díaz",
        email="ana@example.org",
    )
    assert isinstance(ben, Repeating)
    assert isinstance(cy, Repeating)
    assert (ben.rhythm, ben.state) == ("quarterly", "past_due")
    assert (cy.amount, cy.currency, cy.state, cy.next_on) == (Decimal("1200.00"), "eur", "ended", None)
    assert rest == ["recurring_quantity", "rhythm_unknown", "recurring_no_gift"]


def test_givewp_is_read_as_it_reads_it_itself() -> None:
    ana, ben, cy, *rest = told("givewp_subscriptions")
    assert ana == Repeating(
        external_id="SUB-001",
        amount=Decimal("25.00"),
        currency="usd",
        rhythm="monthly",
        state="active",
        started_on=date(2025, 1, 10),
        next_on=date(2026, 12, 10),
        donor_key="17",
        name="Ana Díaz",
        email="ana@example.org",
    )
    assert isinstance(ben, Repeating)
    assert isinstance(cy, Repeating)
    assert (ben.rhythm, ben.state, ben.next_on) == ("quarterly", "paused", None)
    assert (cy.rhythm, cy.state, cy.external_id) == ("annually", "ended", "")
    assert rest == ["recurring_no_gift", "rhythm_unknown", "file_day"]


def test_paypal_counts_in_hundredths_and_names_companies() -> None:
    ana, bakery, *rest = told("paypal_subscriptions")
    assert ana == Repeating(
        external_id="I-ABC123",
        amount=Decimal("25.00"),
        currency="usd",
        rhythm="monthly",
        state="active",
        started_on=datetime(2026, 3, 2, 6, 34, 59, tzinfo=UTC),
        donor_key="PAYER1",
        name="Ana Díaz",
        email="ana@example.org",
    )
    assert isinstance(bakery, Repeating)
    assert (bakery.organisation, bakery.name, bakery.amount, bakery.rhythm, bakery.state) == (
        "Blue Door Bakery",
        "",
        Decimal("1200.50"),
        "annually",
        "ended",
    )
    assert rest == ["hundredths", "rhythm_unknown", *["file_totals"] * 5]


@pytest.mark.parametrize(
    ("text", "rhythm"),
    [
        ("month", "monthly"),
        ("3 months", "quarterly"),
        ("every 2 weeks", "fortnightly"),
        ("Year", "annually"),
        ("1 quarter", "quarterly"),
    ],
)
def test_a_rhythm_is_read(text: str, rhythm: str) -> None:
    assert rhythm_in(text) == rhythm


@pytest.mark.parametrize("text", ["", "5 months", "monthlyish", "0 month", "2 years"])
def test_a_rhythm_that_we_do_not_know_is_refused(text: str) -> None:
    with pytest.raises(CellRefused, match="rhythm_unknown"):
        rhythm_in(text)


def test_every_rhythm_of_a_file_is_one_that_can_be_kept() -> None:
    assert set(RHYTHMS.values()) == set(Rhythm.values)


@pytest.mark.parametrize("known", ALL, ids=lambda known: known.name)
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.data())
def test_no_cell_is_too_strange(known: Format, data: st.DataObject) -> None:
    sample = SUBSCRIPTIONS.get(known.name, "")
    columns = set(sample.partition("\n")[0].replace('"', "").split(",")) | known.header
    real = [cell for row in csv.DictReader(io.StringIO(sample)) for cell in row.values() if cell]
    cells = st.one_of(st.text(max_size=30), st.sampled_from(real or ["usd"]))
    row = {name: data.draw(cells, label=name) for name in sorted(columns)}
    try:
        found = known.read(row)
    except (LeftOut, CellRefused):
        return
    assert all(isinstance(value, str) and value for value in found.values())


def test_every_reason_why_a_row_is_not_kept_has_its_sentence() -> None:
    codes = {found for name in SUBSCRIPTIONS for found in told(name) if isinstance(found, str)}
    assert codes <= {*SENTENCES, *FILE_SENTENCES}

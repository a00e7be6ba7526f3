"""Parts of funds, in cents or percent, are the gift to the cent; days are read as people write them."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from gifts.actions.offline import OfflineRefused, Part, split
from gifts.forms.batches.days import read_day
from gifts.forms.offline.fields import Portion, PortionField

CENTS = st.integers(1, 10**9).map(lambda cents: Decimal(cents) / 100)
UNTIL = date(2026, 11, 25)


@st.composite
def percents(draw: st.DrawFn) -> list[Decimal]:
    """Some percentages with two places that sum to a hundred."""
    cuts = draw(st.sets(st.integers(1, 9999), max_size=6))
    marks = [0, *sorted(cuts), 10000]
    return [Decimal(high - low) / 100 for low, high in pairwise(marks)]


@given(whole=CENTS, shares=percents())
def test_percentages_sum_to_the_gift_and_none_is_a_cent_off(whole: Decimal, shares: list[Decimal]) -> None:
    parts = [Part(number, percent=share) for number, share in enumerate(shares)]
    got = dict(split(whole, parts))
    assert sum(got.values()) == whole
    for part in parts:
        assert part.percent is not None
        assert abs(got.get(part.fund_id, Decimal(0)) - whole * part.percent / 100) < Decimal("0.01")
    assert all(amount > 0 for amount in got.values())


@given(whole=CENTS, percent=st.integers(1, 9999), fixed=CENTS)
def test_the_rest_is_what_the_others_leave_or_the_split_is_refused(
    whole: Decimal, percent: int, fixed: Decimal
) -> None:
    parts = [Part(1, percent=Decimal(percent) / 100), Part(2, amount=fixed), Part(3)]
    try:
        got = dict(split(whole, parts))
    except OfflineRefused:
        assert fixed + whole * percent / 10000 >= whole
    else:
        assert sum(got.values()) == whole
        assert (got[2], got[3] > 0) == (fixed, True)


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ([], "which fund"),
        ([Part(1), Part(1, amount=Decimal(1))], "twice"),
        ([Part(1), Part(2)], "one of them may have the rest"),
        ([Part(1, percent=Decimal("99.99"))], "not the whole gift"),
        ([Part(1, amount=Decimal(60)), Part(2, amount=Decimal(60))], "not the whole gift"),
        ([Part(1, amount=Decimal(100)), Part(2)], "not the whole gift"),
    ],
)
def test_what_is_not_the_whole_gift_is_refused_with_a_sentence(parts: list[Part], words: str) -> None:
    with pytest.raises(OfflineRefused, match=words):
        split(Decimal("100.00"), parts)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("40%", Portion(percent=Decimal(40))),
        ("12.5 %", Portion(percent=Decimal("12.5"))),
        ("1,250", Portion(amount=Decimal("1250.00"))),
        ("", None),
    ],
)
def test_a_part_is_read_as_people_write_it(text: str, meant: Portion | None) -> None:
    assert PortionField(required=False).clean(text) == meant


@pytest.mark.parametrize("text", ["0%", "101%", "-5%", "NaN%", "x%", "0.001%", "%", "1e1%%"])
def test_what_is_no_percentage_says_so(text: str) -> None:
    with pytest.raises(ValidationError, match="percentage"):
        PortionField(required=False).clean(text)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2026-11-20", date(2026, 11, 20)),
        (" 11/20 ", date(2026, 11, 20)),
        ("11/20/26", date(2026, 11, 20)),
        ("11/20/2025", date(2025, 11, 20)),
        ("20", date(2026, 11, 20)),
        ("25", UNTIL),
        ("26", date(2026, 10, 26)),
        ("31", date(2026, 10, 31)),
        ("12/30", date(2025, 12, 30)),
        ("2/29", date(2024, 2, 29)),
    ],
)
def test_a_day_is_read_as_people_write_it(text: str, meant: date) -> None:
    assert read_day(text, until=UNTIL) == meant


@given(text=st.text(max_size=12))
def test_no_text_breaks_the_reader_of_days(text: str) -> None:
    try:
        read_day(text, until=UNTIL)
    except ValidationError as wrong:
        assert "Please write a day" in wrong.messages[0]  # noqa: PT017 - the other branch is as good


@given(until=st.dates(date(2000, 1, 1), date(2099, 12, 31)), back=st.integers(0, 27))
def test_a_day_alone_is_the_last_one_of_that_number(until: date, back: int) -> None:
    meant = until - timedelta(days=back)
    assert read_day(str(meant.day), until=until) == meant
    assert read_day(f"{meant.month}/{meant.day}", until=until) == meant

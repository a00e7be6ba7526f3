"""For any file of recurring gifts elsewhere: twice is once, and undone is as before, to the letter."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.donors.imports.files import text_of, undone
from tests.factories import MOMENT, make_donor, make_organisation
from tests.gifts.elsewhere import OWN, looked_at, touched, written

pytestmark = pytest.mark.django_db
ROW = st.tuples(
    st.sampled_from(["", "R-1", "R-2", "R-3", "'=R"]),
    st.sampled_from(["", "PayPal", "givewp"]),
    st.sampled_from(["", "5", "25.00", "1,200.00", "0", "x"]),
    st.sampled_from(["", "usd", "EUR", "dollars"]),
    st.sampled_from(["", "Monthly", "yearly", "3 months", "odd"]),
    st.sampled_from(["", "Active", "canceled", "odd"]),
    st.sampled_from(["", "2025-03-01", "no day"]),
    st.sampled_from(["", "2026-12-01", "2027-01-01"]),
    st.sampled_from(["", "Ana", "José", "=1", "O'Brien"]),
    st.sampled_from(["", "Díaz"]),
    st.sampled_from(["", "ana@example.org", "maria@example.org", "b@example.org"]),
).filter(any)


class AnyFile(TestCase):
    """Hypothesis wants Django's own case here: each example is rolled back."""

    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
    @given(before=st.lists(ROW, max_size=3), rows=st.lists(ROW, min_size=1, max_size=6))
    def test_twice_is_once_and_undone_is_as_before(
        self, before: list[tuple[str, ...]], rows: list[tuple[str, ...]]
    ) -> None:
        make_organisation()
        make_donor(name="Maria L.", email="maria@example.org")
        header = OWN.splitlines()[0].split(",")
        if before and {"new"} & looked_at(text_of(before, header)).counts.keys():
            written(text_of(before, header), now=MOMENT - timedelta(days=30))
        was, content = touched(), text_of(rows, header)
        run = looked_at(content)
        assert touched() == was
        if not {"new", "changed"} & run.counts.keys():
            return
        run = written(content)
        now = touched()
        again = looked_at(content)
        assert {"new", "changed"} & again.counts.keys() == set()
        assert touched() == now
        assert run.counts.get("stale") is None
        run = undone(run)
        assert (run.state, run.counts.get("kept")) == ("undone", None)
        assert touched() == was

"""For any file: imported twice is once, and undone is as before, to the letter."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from donors.models import Address, Donor, Import
from letters.models import OptOut
from tests.donors.imports.files import HEADER, applied, looked_at, text_of, undone
from tests.donors.imports.test_import import state
from tests.factories import MOMENT, make_donor

WITH_WISH = (*HEADER, "Do not email")
ROW = st.tuples(
    st.sampled_from(["", "C-1", "C-2", "C-3"]),
    st.sampled_from(["", "Maria", "José", "=1", "'=1", "O'Brien"]),
    st.sampled_from(["", "Lopez", "Okafor"]),
    st.sampled_from(["", "maria@example.org", "a@example.org", "b@example.org", "no address"]),
    st.sampled_from(["", "518-555-0101", "+1 518 555 0101"]),
    st.sampled_from(["", "PO Box 1", "Old Road 1"]),
    st.sampled_from(["", "Albany"]),
    st.sampled_from(["", "NY"]),
    st.sampled_from(["", "12201"]),
    st.sampled_from(["", "yes", "no"]),
    st.sampled_from(["", "yes", "no"]),
).filter(any)


class AnyFile(TestCase):
    """Hypothesis wants Django's own case here: each example is rolled back."""

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(rows=st.lists(ROW, min_size=1, max_size=6))
    def test_twice_is_once_and_undone_is_as_before(self, rows: list[tuple[str, ...]]) -> None:
        known = make_donor(name="Maria L.", email="maria@example.org")
        Address.objects.create(donor=known, line1="Old Road 1", city="Troy")
        OptOut.objects.create(email="b@example.org", topic="all", created_at=MOMENT)
        before, content = state(), text_of(rows, WITH_WISH)
        run = looked_at(content)
        if not {"new", "changed", "maybe"} & run.counts.keys():
            assert state() == before
            return
        run = applied(content)
        after = state()
        again = looked_at(content)
        assert {"new", "changed", "maybe"} & again.counts.keys() == set()
        assert state() == after
        assert run.counts.get("stale") is None
        run = undone(run)
        assert (run.state, run.counts.get("kept")) == ("undone", None)
        assert state() == before
        assert Donor.objects.count() == 1
        assert Import.objects.count() == 3


pytestmark = pytest.mark.django_db

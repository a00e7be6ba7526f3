"""What tests of rules share: every rule that the editor can say, and patience."""

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from volunteers.recurrence import Kind, Repeat
from volunteers.recurrence.rules import MONTH_DAYS, MOST, NTHS

weekday_sets = st.sets(st.integers(0, 6), min_size=1).map(tuple)
repeats = st.one_of(
    st.builds(Repeat, st.just(Kind.DAILY), st.integers(1, MOST[Kind.DAILY])),
    st.builds(Repeat, st.just(Kind.WEEKLY), st.integers(1, MOST[Kind.WEEKLY]), weekday_sets),
    st.builds(
        Repeat,
        st.just(Kind.MONTHLY_WEEKDAY),
        st.integers(1, 12),
        weekday_sets,
        st.sets(st.sampled_from(NTHS), min_size=1).map(tuple),
    ),
    st.builds(
        Repeat,
        st.just(Kind.MONTHLY_DAY),
        st.integers(1, 12),
        month_day=st.sampled_from(MONTH_DAYS),
    ),
)
# a busy machine is no fault of ours
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

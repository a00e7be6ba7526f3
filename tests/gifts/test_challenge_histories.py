"""Whatever happens to the gifts of a challenge, its pot holds what a recount says."""

from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.models import Campaign, Challenge
from core.money import ZERO
from gifts.actions.challenges import settle_all, settle_challenge
from gifts.models import Gift, LedgerLine
from gifts.reports.matching import due_matches
from tests.factories import MOMENT, make_campaign, make_donor, make_gift, make_line, make_organisation
from tests.gifts.pots import make_challenge, matched, used
from tests.gifts.pretend import forgotten

pytestmark = pytest.mark.django_db

DEEDS = ("give", "give", "refund", "move", "merge", "end", "raise", "settle", "settle")
Step = tuple[str, int, Decimal]
steps = st.lists(
    st.tuples(
        st.sampled_from(DEEDS), st.integers(0, 7), st.decimals(min_value="0.01", max_value="90.00", places=2)
    ),
    max_size=14,
)


def do(step: Step, challenge: Challenge, gifts: list[Gift], beside: Campaign) -> None:
    deed, number, amount = step
    gift = gifts[number % len(gifts)] if gifts else None
    rows = Challenge.objects.filter(pk=challenge.pk)
    if deed == "give":
        gifts.append(make_gift(campaign=challenge.campaign, amount=f"{amount}"))
    elif deed == "end":
        rows.update(state=Challenge.State.ENDED, ended_at=MOMENT)
    elif deed == "raise":
        rows.update(pot=rows.get().pot + amount)
    elif deed == "settle":
        settle_challenge(challenge_id=challenge.pk, now=MOMENT)
    elif gift is not None and deed == "refund":
        stands = Gift.objects.get(pk=gift.pk).stands
        make_line(gift, kind=LedgerLine.Kind.REFUND, amount=-min(amount, stands) or Decimal("-0.00"))
    elif gift is not None and deed == "move":
        to = beside if number % 2 else challenge.campaign
        Gift.objects.filter(pk=gift.pk).update(campaign=to)
    elif gift is not None:
        Gift.objects.filter(pk=gift.pk).update(donor=gifts[0].donor if number % 2 else make_donor())


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=steps, kind=st.sampled_from(Challenge.For.values), cap=st.sampled_from([None, Decimal(30)]))
def test_any_history_leaves_the_pot_as_a_recount_would(
    history: Sequence[Step], kind: str, cap: Decimal | None
) -> None:
    with forgotten():
        make_organisation()
        challenge, beside = make_challenge(matches_for=kind, cap=cap), make_campaign()
        gifts: list[Gift] = []
        for step in history:
            do(step, challenge, gifts, beside)
            assert used(challenge) >= 0

        settle_all(now=MOMENT)
        given = used(challenge)
        again = settle_all(now=MOMENT)

        assert (again, used(challenge)) == (0, given)
        short = due_matches(challenge_id=challenge.pk, with_room=False)
        assert all(each.wanted > each.has for each in short)  # nobody has more than they should
        assert not short or challenge.left == ZERO  # and less only where nothing is left
        assert sum((matched(gift) for gift in gifts), ZERO) == given

"""Campaigns stand in a tree: the database lets no circle and no fourth level in, whoever writes at once."""

import pytest
from django.db import IntegrityError, connection, transaction

from campaigns.models import Campaign
from tests.factories import make_campaign
from tests.racing import at_once


def put_below(child: Campaign, parent: Campaign | None) -> None:
    with transaction.atomic():
        Campaign.objects.filter(pk=child.pk).update(parent=parent)


@pytest.mark.django_db
def test_a_campaign_stands_below_another_and_on_a_third_level() -> None:
    top, middle, low = make_campaign(), make_campaign(), make_campaign()
    put_below(middle, top)
    put_below(low, middle)
    assert list(Campaign.objects.filter(parent__parent=top)) == [low]


@pytest.mark.django_db
def test_no_campaign_stands_below_itself() -> None:
    one = make_campaign()
    with pytest.raises(IntegrityError, match="campaign_tree_has_no_circle"):
        put_below(one, one)


@pytest.mark.django_db
def test_no_campaign_stands_below_one_of_its_own() -> None:
    top, middle, low = make_campaign(), make_campaign(), make_campaign()
    put_below(middle, top)
    put_below(low, middle)
    with pytest.raises(IntegrityError, match="campaign_tree_has_no_circle"):
        put_below(top, low)


@pytest.mark.django_db
def test_a_fourth_level_is_refused_from_below_and_from_above() -> None:
    top, middle, low, more = (make_campaign() for _ in range(4))
    put_below(middle, top)
    put_below(low, middle)
    with pytest.raises(IntegrityError, match="campaign_tree_has_three_levels"), transaction.atomic():
        put_below(more, low)
    with pytest.raises(IntegrityError, match="campaign_tree_has_three_levels"):
        put_below(top, more)


@pytest.mark.django_db(transaction=True)
def test_two_halves_of_a_circle_at_once_make_none() -> None:
    for _ in range(10):
        one, other = make_campaign(), make_campaign()

        at_once(
            lambda one=one, other=other: put_below(one, other),  # type: ignore[misc] # bound now
            lambda one=one, other=other: put_below(other, one),  # type: ignore[misc]
            refusals=(IntegrityError,),
        )

        one.refresh_from_db()
        other.refresh_from_db()
        assert (one.parent_id, other.parent_id) in {(other.pk, None), (None, one.pk)}
    connection.close()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "goal", "count"), [("money", None, 5), ("donors", "5.00", None), ("goods", "5.00", 5)]
)
def test_a_goal_is_told_in_its_own_kind(kind: str, goal: str | None, count: int | None) -> None:
    campaign = make_campaign()
    with pytest.raises(IntegrityError, match="campaign_goal_fits_its_kind"):
        Campaign.objects.filter(pk=campaign.pk).update(goal_kind=kind, goal=goal, goal_count=count)


@pytest.mark.django_db
def test_a_goal_that_is_counted_is_above_zero() -> None:
    campaign = make_campaign()
    with pytest.raises(IntegrityError, match="campaign_counts_to_more_than_nothing"):
        Campaign.objects.filter(pk=campaign.pk).update(goal_kind="donors", goal=None, goal_count=0)

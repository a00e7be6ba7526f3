"""Figures about letters."""

from dataclasses import dataclass

from django.db.models import Count

from letters.models import Letter, LetterQuerySet


@dataclass(frozen=True)
class StateCount:
    """How many letters are in a state."""

    state: str
    label: str
    count: int


def totals(letters: LetterQuerySet) -> list[StateCount]:
    """Return the counts of what is shown, by state, in the order of a letter's life."""
    counts = dict(letters.order_by().values_list("state").annotate(count=Count("pk")))
    return [
        StateCount(state=state, label=str(label), count=counts[state])
        for state, label in Letter.State.choices
        if state in counts
    ]

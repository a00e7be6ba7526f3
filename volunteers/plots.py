"""Shifts as the board draws them: one mark each, used in the grid and in the list of days.

Written here and not by a template, since a month holds a thousand of them and each stands twice on the page.
"""

from collections.abc import Iterable
from functools import cache

from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe

from volunteers.reports.slots import Slot

MARK = '<a class="slot slot-{}" href="{}{}/"><b>{}</b> <i>{}</i> <span>{}/{}</span>{}</a>'
SAYS = " <em>{}</em>"


def draw(slots: Iterable[Slot], base: str) -> None:
    """Give each shift its mark: a link to its page, which lies under `base`."""
    escaped = cache(conditional_escape)  # the same few words stand on a thousand marks
    under = escaped(base)
    for slot in slots:
        says = SAYS.format(escaped(slot.says)) if slot.says else ""
        mark = MARK.format(
            slot.tone,
            under,
            slot.pk,
            escaped(slot.hours),
            escaped(slot.role.name),
            slot.held,
            slot.seats,
            says,
        )
        slot.mark = mark_safe(mark)  # noqa: S308 - every word in it was escaped

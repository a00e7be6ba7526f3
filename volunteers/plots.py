"""Shifts as the board draws them: one mark each, used in the grid and in the list of days.

Written here and not by a template, since a month holds a thousand of them and each stands twice on the page.
"""

from collections.abc import Iterable

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from volunteers.reports.slots import Slot

MARK = '<a class="slot slot-{}" href="{}{}/"><b>{}</b> <i>{}</i> <span>{}/{}</span>{}</a>'


def draw(slots: Iterable[Slot], base: str) -> None:
    """Give each shift its mark: a link to its page, which lies under `base`."""
    known: dict[str, SafeString] = {}
    for slot in slots:
        for words in (slot.hours, slot.role.name):
            if words not in known:
                known[words] = conditional_escape(words)
        says = format_html(" <em>{}</em>", slot.says) if slot.says else ""
        slot.mark = format_html(
            MARK,
            slot.tone,
            base,
            slot.pk,
            known[slot.hours],
            known[slot.role.name],
            slot.held,
            slot.seats,
            says,
        )

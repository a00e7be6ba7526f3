"""How the board's marks are put on the page: all of a day at once, since a month has a thousand of them."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from volunteers.reports.slots import Slot

register = template.Library()


@register.filter
def marks(slots: Iterable[Slot]) -> SafeString:
    """The marks of shifts, side by side."""
    return format_html_join("", "{}", ((slot.mark,) for slot in slots))


@register.filter
def listed_marks(slots: Iterable[Slot]) -> SafeString:
    """The marks of shifts as items of a list."""
    return format_html_join("", "<li>{}</li>", ((slot.mark,) for slot in slots))

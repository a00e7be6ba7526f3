"""Minutes as hours, on pages."""

from django import template

from volunteers.reports.hours import hours_words

register = template.Library()
register.filter("as_hours", hours_words)

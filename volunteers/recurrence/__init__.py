"""Rules that repeat on the wall clock of a zone: days, moments, and a sentence a person understands.

Nothing here knows the database.
"""

from volunteers.recurrence.rules import Kind, Repeat, RuleRefused, days, parse
from volunteers.recurrence.times import Occurrence, Pattern, Snag, SnagKind, occurrence, occurrences, snags
from volunteers.recurrence.words import clock_time, pattern_sentence, repeat_sentence, span_words

__all__ = [
    "Kind",
    "Occurrence",
    "Pattern",
    "Repeat",
    "RuleRefused",
    "Snag",
    "SnagKind",
    "clock_time",
    "days",
    "occurrence",
    "occurrences",
    "parse",
    "pattern_sentence",
    "repeat_sentence",
    "snags",
    "span_words",
]

"""What of gifts can be imported, found when Django starts (`donors.apps`)."""

from donors.kinds import register_format
from gifts.formats import ALL, SENTENCES, subscriptions
from gifts.resources import gifts, recurring

__all__ = ["gifts", "recurring"]

for known in (*ALL, *subscriptions.ALL):
    register_format(known, {**SENTENCES, **subscriptions.SENTENCES})

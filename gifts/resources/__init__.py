"""What of gifts can be imported, found when Django starts (`donors.apps`)."""

from donors.kinds import register_format
from gifts.formats import ALL, SENTENCES
from gifts.resources import gifts

__all__ = ["gifts"]

for known in ALL:
    register_format(known, SENTENCES)

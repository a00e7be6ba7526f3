"""How alike two records are, and why. Pure: nothing here knows the database.

`keys_of` says by what a record can be found, `likeness` how much two records that were found look like one.
"""

from donors.likeness.keys import keys_of
from donors.likeness.score import LIKELY, SHOWN, Facts, Likeness, Place, likeness

__all__ = ["LIKELY", "SHOWN", "Facts", "Likeness", "Place", "keys_of", "likeness"]

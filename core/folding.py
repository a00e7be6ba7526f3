"""Text as it is searched: lower case, without accents; the same in Python and in the database."""

import unicodedata

from django.db.models import Func, Value
from django.db.models.functions import Lower

ACCENTED = "áàâäãåāăąçćčďéèêëēėęěğíìîïīįłñńňóòôöõøōőŕřśşšťúùûüūůűųýÿźżž"
PLAIN = "aaaaaaaaacccdeeeeeeeegiiiiiilnnnoooooooorrssstuuuuuuuuyyzzz"
_TABLE = str.maketrans(ACCENTED, PLAIN)


def fold(text: str) -> str:
    """Return what a person typed as it stands in a folded column: `José  LÓPEZ` → `jose lopez`."""
    return " ".join(unicodedata.normalize("NFC", text).lower().translate(_TABLE).split())


def folded(column: str) -> Func:
    """Return a column folded by the database; immutable, so that generated columns may use it."""
    return Func(Lower(column), Value(ACCENTED), Value(PLAIN), function="TRANSLATE")

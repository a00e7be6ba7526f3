"""Files of other programs that we know by their header, as lines of gifts. Pure: no table is read or written.

Each reads one row of one program and knows nothing of the others. What a file calls a withdrawal, a total or
a payment that failed is left out and says so; what cannot be read is refused; nothing is guessed: in which
order a date stands, the program decides, not the row.
"""

from gifts.formats import benevity, civicrm, fidelity, givewp, paypal, stripe
from gifts.formats.line import SENTENCES, Line

__all__ = ["ALL", "SENTENCES", "Line"]
ALL = (
    *stripe.FORMATS,
    *paypal.FORMATS,
    *givewp.FORMATS,
    *civicrm.FORMATS,
    *benevity.FORMATS,
    *fidelity.FORMATS,
)

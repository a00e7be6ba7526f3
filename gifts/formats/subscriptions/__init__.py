"""Files of other programs that tell of recurring gifts, known by their header. Pure: no table is touched.

Each reads one row of one program. What is ours already, or never began, is left out and says so; a rhythm, a
quantity or a currency that the file leaves open is refused, never guessed.
"""

from gifts.formats.subscriptions import givewp, own, paypal, stripe
from gifts.formats.subscriptions.line import SENTENCES, Repeating

__all__ = ["ALL", "SENTENCES", "Repeating"]
ALL = (*stripe.FORMATS, *paypal.FORMATS, *givewp.FORMATS, *own.FORMATS)

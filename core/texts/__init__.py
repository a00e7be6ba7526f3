"""Every text, JSON or file column longer than a name: why it exists, who reads it, what guards it.

Few free texts exist, and each is a door through which a person served could be named.
`tests/wall/test_texts.py` fails on a column that is not here. `guard` says what stands before it:

- `name`: one line in a field that asks for a name and nothing else; people are called Guest and Client, too;
- `address`: asks for a postal address and nothing else; the shield of confidential places stands before it;
- `shapes`: `core.guard.guard` on every form that takes it, since people type it;
- `shape`: it has one shape that is checked (an address of mail, a URL, an id), so it cannot hold a story;
- `machine`: no person types it: our code or Stripe makes it, from fixed words and ids;
- `sealed`: encrypted or hashed.
"""

from core.texts.accounts import ACCOUNTS
from core.texts.campaigns import CAMPAIGNS
from core.texts.donors import DONORS
from core.texts.gifts import GIFTS
from core.texts.jobs import JOBS
from core.texts.letters import LETTERS
from core.texts.receipts import RECEIPTS
from core.texts.text import Text
from core.texts.volunteers import VOLUNTEERS

__all__ = ["TEXTS", "Text"]

TEXTS: dict[str, Text] = {
    **ACCOUNTS,
    **JOBS,
    **LETTERS,
    **DONORS,
    **CAMPAIGNS,
    **VOLUNTEERS,
    **GIFTS,
    **RECEIPTS,
}

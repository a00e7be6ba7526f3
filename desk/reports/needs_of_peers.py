"""What waits of the pages on which friends of the house ask."""

from datetime import datetime

from django.utils.translation import ngettext

from accounts.models import User
from campaigns.models import PeerPage
from desk.reports.need import Need, Rows


def _to_read(_user: User, _now: datetime) -> Rows:
    return PeerPage.objects.filter(state=PeerPage.State.ASKED)


NEEDS_OF_PEERS = (
    Need(
        "gifts:peer_list",
        "state=asked",
        _to_read,
        lambda n: ngettext("peer page to read", "peer pages to read", n),
    ),
)

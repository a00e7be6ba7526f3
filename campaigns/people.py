"""What this app holds of a person: the pages on which they ask in our name."""

from datetime import datetime

from django.db.models import TextField, Value
from django.db.models.functions import Cast, Concat

from accounts import holders
from accounts.holders import Holder, Table
from accounts.models import User
from campaigns.models import Appeal, PeerPage

PAGE = ("campaign__name", "shown_name", "title", "words", "goal", "state", "asked_at")


def tell(user: User) -> list[Table]:
    """Their peer pages."""
    rows = PeerPage.objects.filter(owner=user).order_by("pk").values_list(*PAGE)
    return [Table("peer_pages", PAGE, list(rows))]


def forget(user: User, _now: datetime) -> None:
    """Close their pages and empty them, the appeals' names too; what came by them stays counted."""
    pages = PeerPage.objects.filter(owner=user)
    Appeal.objects.filter(peer_page__in=pages).update(name="–")
    # its address holds the words of its title
    address = Concat(Value("gone-"), Cast("pk", TextField()))
    pages.update(
        state=PeerPage.State.CLOSED, slug=address, shown_name="–", title="–", words="", goal=None, why=""
    )


holders.register("campaigns", Holder(tell=tell, forget=forget))

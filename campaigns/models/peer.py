"""Pages on which friends of the house ask in its name."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from campaigns.models.appeal import Appeal
from campaigns.models.campaign import Campaign
from core.money import money_field


class PeerPageQuerySet(models.QuerySet["PeerPage"]):
    """Peer pages, by what is asked of them."""

    def public(self) -> Self:
        """Those that strangers may see: read by staff, of a campaign that takes gifts."""
        return self.filter(state=PeerPage.State.OPEN, campaign__state=Campaign.State.PUBLISHED)

    def owned_by(self, user: User) -> Self:
        """One's own."""
        return self.filter(owner=user)


class PeerPage(models.Model):
    """A page on which somebody asks their friends to give to a campaign; staff read it before anybody does.

    Gifts find it by an appeal of its own, as they find a mailing.
    """

    class State(models.TextChoices):
        ASKED = "asked", pgettext_lazy("peer page", "To be read")
        OPEN = "open", pgettext_lazy("peer page", "Open")
        DECLINED = "declined", pgettext_lazy("peer page", "Not opened")
        CLOSED = "closed", pgettext_lazy("peer page", "Closed")

    class Why(models.TextChoices):
        NONE = "", "–"
        TELLS = "tells", _("It says too much about somebody")
        UNFIT = "unfit", _("It asks for something else than the campaign")
        TALK = "talk", _("Let us talk about it first")

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="peer_pages")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="peer_pages")
    appeal = models.OneToOneField(Appeal, null=True, on_delete=models.PROTECT, related_name="peer_page")
    slug = models.SlugField(max_length=60, unique=True)
    shown_name = models.CharField(max_length=80)
    title = models.CharField(max_length=80)
    words = models.CharField(max_length=600)
    goal = money_field(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    why = models.CharField(max_length=8, choices=Why, default=Why.NONE, blank=True)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = PeerPageQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-asked_at", "-id"], name="peer_pages_newest")]
        constraints = [
            models.CheckConstraint(
                name="peer_page_opens_with_an_appeal", condition=~Q(state="open") | Q(appeal__isnull=False)
            ),
            models.CheckConstraint(
                name="peer_page_is_decided_by_somebody",
                condition=Q(state__in=["asked", "closed"])
                | Q(decided_at__isnull=False, decided_by__isnull=False),
            ),
            models.CheckConstraint(
                name="peer_page_declined_says_why", condition=~Q(state="declined") | ~Q(why="")
            ),
            models.CheckConstraint(name="peer_page_goal_is_positive", condition=Q(goal=None) | Q(goal__gt=0)),
            models.UniqueConstraint(
                fields=["campaign", "owner"],
                name="one_peer_page_per_campaign_and_owner",
                condition=Q(state__in=["asked", "open"]),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The public page."""
        return reverse("gifts:peer_page", args=[self.slug])

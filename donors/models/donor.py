"""Who gives: people, organisations, households."""

from datetime import datetime
from typing import Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import models
from django.db.models import F, GeneratedField, Q, Value
from django.db.models.functions import Concat, Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Role, User
from core.folding import fold, folded, people_containing, person_search_text
from core.triggers import update_of


class Household(models.Model):
    """Donors who share a roof and a greeting."""

    formal_greeting = models.CharField(max_length=200)
    informal_greeting = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)
    search_text = GeneratedField(
        expression=Concat(
            Value(" "),
            folded("formal_greeting"),
            Value(" "),
            folded("informal_greeting"),
            output_field=models.TextField(),
        ),
        output_field=models.TextField(),
        db_persist=True,
    )

    class Meta:
        indexes = [
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="household_search"),
            models.Index(fields=["-created_at", "-id"], name="households_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                name="household_has_both_greetings",
                condition=~Q(formal_greeting="") & ~Q(informal_greeting=""),
            )
        ]

    def __str__(self) -> str:
        return self.formal_greeting


class DonorQuerySet(models.QuerySet["Donor"]):
    """Donors, by what is asked of them."""

    def visible_to(self, user: User) -> Self:
        """Every donor for the staff who work with gifts; one's own record for others."""
        if user.roles & {Role.FUNDRAISER, Role.FINANCE, Role.PRIVACY, Role.ADMINISTRATOR, Role.READ_ONLY}:
            return self.standing()
        return self.filter(user=user)

    def standing(self) -> Self:
        """Records that were not folded into another."""
        return self.filter(merged_into=None)

    def carrying(self, email: str) -> "Donor | None":
        """Return the donor behind an address (in lower case): their own, or another that staff know of.

        What staff typed proves nothing: whoever signs in is asked of `owning`.
        """
        owner = self.owning(email)
        if owner is not None or not email:
            return owner
        found = self.filter(more_emails__email=email).select_related("merged_into").first()
        return found.merged_into or found if found else None

    def owning(self, email: str) -> "Donor | None":
        """Return the donor whose own address it is (in lower case), or of a record folded into theirs."""
        found = self.filter(email=email).exclude(email="").select_related("merged_into").first()
        return found.merged_into or found if found else None

    def standing_for(self, donor_id: int) -> "Donor | None":
        """Return the donor of a number, also of one that was folded into theirs."""
        found = self.filter(pk=donor_id).select_related("merged_into").first()
        return found.merged_into or found if found else None

    def take_news(self, *, is_wanted: bool, now: datetime) -> int:
        """Note that they want news from now on, or no longer; return how many."""
        return self.update(wants_news=is_wanted, wants_news_since=now if is_wanted else None)

    def containing(self, words: str) -> Self:
        """Donors in whose name, e-mail or phone each word stands, in any order, accents or not.

        A word of two letters must begin one there: the index holds nothing shorter than three.
        """
        return self._known_by(people_containing(words))

    def first_containing(self, words: str, most: int) -> list["Donor"]:
        """The first of those who contain the words, by name; the same as of `containing`, read once.

        Whoever is found by their own record need not be joined to it again, which for twenty thousand takes
        four times as long as finding them.
        """
        if self.query.is_empty():
            return []
        own = people_containing(words)
        folded = Donor.objects.filter(own).exclude(merged_into=None).values("merged_into")
        first, other = (
            rows.order_by("name", "pk")[:most] for rows in (self.filter(own), self.filter(pk__in=folded))
        )
        return list(first.union(other).order_by("name", "pk")[:most])

    def resembling(self, words: str) -> Self:
        """Donors whose name or e-mail is the words but for typing errors, the nearest first."""
        sought = fold(words)
        near = self.filter(search_text__trigram_word_similar=sought)
        return near.order_by(TrigramWordSimilarity(sought, F("search_text")).desc(), "name", "pk")

    def matching(self, words: str) -> Self:
        """Donors who contain or resemble the words."""
        return self._known_by(people_containing(words) | Q(search_text__trigram_word_similar=fold(words)))

    def _known_by(self, words: Q) -> Self:
        """Those whom words name, by their own record or by one that was folded into it.

        Two sets put together: one condition over both could use no index.
        """
        named = Donor.objects.filter(words)
        folded = named.exclude(merged_into=None)
        return self.filter(pk__in=named.values("pk").union(folded.values("merged_into"), all=True))


class Donor(models.Model):
    """A person or an organisation that gave or may give."""

    class Kind(models.TextChoices):
        PERSON = "person", _("Person")
        ORGANISATION = "organisation", _("Organisation")

    class Contact(models.TextChoices):
        USUAL = "usual", pgettext_lazy("safe contact", "Mail as usual")
        NEUTRAL = "neutral", pgettext_lazy("safe contact", "Neutral mail")
        PORTAL = "portal", pgettext_lazy("safe contact", "This page only, no mail")

    kind = models.CharField(max_length=12, choices=Kind, default=Kind.PERSON)
    name = models.CharField(max_length=200)
    email = models.EmailField(max_length=254, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    language = models.CharField(
        max_length=2, choices=[("en", _("English")), ("es", _("Spanish"))], default="en"
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="donor"
    )
    household = models.ForeignKey(
        Household, null=True, blank=True, on_delete=models.SET_NULL, related_name="donors"
    )
    customer_id = models.CharField(max_length=80, blank=True, help_text="Stripe's customer, the newest one")
    wants_news = models.BooleanField(default=False)
    wants_news_since = models.DateTimeField(null=True, blank=True)
    contact = models.CharField(max_length=10, choices=Contact, default=Contact.USUAL)
    no_post = models.BooleanField(default=False)
    no_phone = models.BooleanField(default=False)
    quiet_until = models.DateField(null=True, blank=True, help_text="no letter but those we owe until then")
    erased_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="folded",
        help_text="the record that stands for this one; its columns stay as they were",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    other_emails = models.TextField(
        blank=True,
        default="",
        editable=False,
        help_text="by trigger: the addresses of OtherEmail, for search",
    )
    search_text = person_search_text("other_emails")

    objects = DonorQuerySet.as_manager()

    class Meta:
        indexes = [
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="donor_search"),
            models.Index(fields=["-created_at", "-id"], name="donors_newest"),
            models.Index(fields=["customer_id"], name="donor_by_customer", condition=~Q(customer_id="")),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="donor_email_is_no_other_s",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | update_of("email"),
                # with the lock that `donors.models.emails` tells of, shared among donors
                condition=pgtrigger.Condition("NEW.email <> ''"),
                func="""
                    PERFORM pg_advisory_xact_lock_shared(4026112);
                    IF EXISTS (SELECT 1 FROM donors_otheremail WHERE email = NEW.email) THEN
                        RAISE EXCEPTION 'another donor is known by this address' USING ERRCODE = '23505';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["email"], name="one_donor_per_email", condition=~Q(email="")),
            models.CheckConstraint(name="donor_email_in_lower_case", condition=Q(email=Lower("email"))),
            models.CheckConstraint(name="donor_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="donor_contact_is_known", condition=Q(contact__in=["usual", "neutral", "portal"])
            ),
            models.CheckConstraint(
                name="erased_donor_keeps_nothing_personal",
                condition=Q(erased_at=None)
                | Q(email="", phone="", user=None, household=None, customer_id="", wants_news=False)
                & Q(other_emails=""),
            ),
            models.CheckConstraint(
                name="merged_donor_signs_in_no_more", condition=Q(merged_into=None) | Q(user=None)
            ),
            models.CheckConstraint(
                name="donor_is_not_merged_into_itself",
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

"""What was sent to whom: outbox, attachments, provider's answers, suppressions and opt-outs."""

from datetime import datetime
from typing import Self

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from letters.kinds import kinds_read_by, readable_kinds


class LetterQuerySet(models.QuerySet["Letter"]):
    """Letters, by what is asked of them."""

    def visible_to(self, user: User) -> Self:
        """Letters of the kinds that the user's roles work with."""
        return self.filter(kind__in=kinds_read_by(user.roles))

    def sent_to(self, user: User) -> Self:
        """Letters to a person, whatever their role: to their address, or to one they had when it left.

        Those with secrets are left out: they were for the mailbox alone.
        """
        own = Q(reader=user) | Q(reader=None, to_email=user.email)
        return self.filter(own, kind__in=readable_kinds())

    def waiting(self) -> Self:
        """Those that have still to leave."""
        return self.filter(state__in=[Letter.State.HELD, Letter.State.QUEUED])

    def left(self) -> Self:
        """Those that will not leave any more by themselves."""
        return self.exclude(state__in=[Letter.State.HELD, Letter.State.QUEUED])

    def drop_facts(self, now: datetime) -> int:
        """Drop words and files; that the letter was sent, to whom and when stays. Returns how many."""
        keys = list(self.filter(purged_at__isnull=True).values_list("pk", flat=True))
        Attachment.objects.filter(letter__in=keys).delete()
        return Letter.objects.filter(pk__in=keys).update(facts={}, purged_at=now)


class Letter(models.Model):
    """One mail to one person, written in the transaction that wants it and delivered after it.

    A letter may be held until a moment so that what it waits for (a receipt) can join it.
    """

    class State(models.TextChoices):
        HELD = "held", _("Held")
        QUEUED = "queued", _("Waiting")
        SENT = "sent", _("Sent")
        DELIVERED = "delivered", _("Delivered")
        BOUNCED = "bounced", _("Bounced")
        COMPLAINED = "complained", _("Complained about")
        FAILED = "failed", _("Failed")
        SUPPRESSED = "suppressed", _("Not sent")
        BLOCKED = "blocked", _("Blocked")
        KEPT = "kept", _("On their page only")

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=160, unique=True, help_text="what makes sending it twice impossible")
    language = models.CharField(max_length=2, default="en")
    to_email = models.EmailField(max_length=254)
    reader = models.ForeignKey(
        User,
        null=True,
        on_delete=models.SET_NULL,
        related_name="letters",
        help_text="whose page shows it, once the address is no longer theirs",
    )
    facts = models.JSONField(default=dict, help_text="values of the template's fixed keys, frozen")
    about_kind = models.CharField(max_length=40)
    about_id = models.CharField(max_length=80)
    is_transactional = models.BooleanField(default=True)
    topic = models.CharField(max_length=40, default="", blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    send_after = models.DateTimeField()
    subject = models.CharField(max_length=200, default="", blank=True)
    provider_id = models.CharField(max_length=200, default="", blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=200, default="", blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True, help_text="a worker is sending it until then")
    purged_at = models.DateTimeField(null=True, help_text="when its facts were dropped")

    objects = LetterQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["about_kind", "about_id"], name="letters_of_one_thing"),
            models.Index(fields=["send_after"], name="letter_due", condition=Q(state__in=["held", "queued"])),
            models.Index(fields=["provider_id"], name="letter_by_provider"),
            models.Index(fields=["to_email", "-created_at"], name="letters_of_one_address"),
            models.Index(fields=["-created_at", "-id"], name="letters_newest"),
            models.Index(fields=["state", "-created_at", "-id"], include=["kind"], name="letters_by_state"),
            models.Index(fields=["created_at"], name="letter_unpurged", condition=Q(purged_at__isnull=True)),
            GinIndex(OpClass("to_email", name="gin_trgm_ops"), name="letter_address_substring"),
        ]
        constraints = [
            models.CheckConstraint(
                name="letter_sent_has_time",
                condition=~Q(state__in=["sent", "delivered"]) | Q(sent_at__isnull=False),
            ),
            models.CheckConstraint(
                name="letter_email_in_lower_case", condition=Q(to_email=Lower("to_email"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about_kind} {self.about_id}"

    def can_still_change(self) -> bool:
        """Whether it waits and no worker took it: one whose lease ran out may be at the provider still."""
        return self.state in {self.State.HELD, self.State.QUEUED} and self.lease_until is None

    def can_be_sent_again(self) -> bool:
        """Whether it did not arrive and its words are still here."""
        lost = self.state in {
            self.State.FAILED,
            self.State.BOUNCED,
            self.State.SUPPRESSED,
            self.State.BLOCKED,
        }
        return lost and self.purged_at is None


class Attachment(models.Model):
    """A file that goes with a letter."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="attachments")
    filename = models.CharField(max_length=120)
    content_type = models.CharField(max_length=60)
    content = models.BinaryField()
    says = models.TextField(blank=True, default="", help_text="the same in plain words, for the mail itself")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["letter", "filename"], name="one_attachment_per_name")]

    def __str__(self) -> str:
        return self.filename


class Delivery(models.Model):
    """What the mail provider said of a letter: delivered, bounced, complained. Unique by its event id."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="deliveries")
    event_id = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=30)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} {self.event_id}"


def veiled(email: str) -> str:
    """Return what stands for an address whose owner was erased: a keyed hash in the shape of an address."""
    return f"{salted_hmac('letters.veiled', email, algorithm='sha256').hexdigest()[:40]}@erased.invalid"


def names_of(email: str) -> list[str]:
    """Return under what an address may stand on our lists of those who get no mail."""
    return [email, veiled(email)]


class SuppressionQuerySet(models.QuerySet["Suppression"]):
    """Suppressions, by what is asked of them."""

    def stopping(self, email: str) -> Self:
        """Those in force that keep all mail from an address."""
        return self.filter(email__in=names_of(email), lifted_at=None)


class Suppression(models.Model):
    """An address that must get no mail: it bounced for good or complained."""

    class Reason(models.TextChoices):
        BOUNCED = "bounced", _("Bounced for good")
        COMPLAINED = "complained", _("Complained")

    email = models.EmailField(max_length=254)
    reason = models.CharField(max_length=20, choices=Reason)
    created_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    objects = SuppressionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["email"], name="one_suppression_per_address", condition=Q(lifted_at__isnull=True)
            ),
            models.CheckConstraint(
                name="suppression_reason_is_known", condition=Q(reason__in=["bounced", "complained"])
            ),
            models.CheckConstraint(name="suppression_email_in_lower_case", condition=Q(email=Lower("email"))),
        ]

    def __str__(self) -> str:
        return self.reason


class OptOutQuerySet(models.QuerySet["OptOut"]):
    """Opt-outs, by what is asked of them."""

    def of(self, email: str) -> Self:
        """Those in force of an address."""
        return self.filter(email__in=names_of(email), withdrawn_at=None)

    def declining(self, email: str, topic: str) -> Self:
        """Those in force that keep letters of a topic from an address."""
        return self.of(email).filter(topic__in=[topic, OptOut.ALL])


class OptOut(models.Model):
    """A topic of non-transactional mail that an address declined; `all` means every topic."""

    ALL = "all"

    email = models.EmailField(max_length=254)
    topic = models.CharField(max_length=40, default="all")
    created_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    objects = OptOutQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["email", "topic"],
                name="one_opt_out_per_address_and_topic",
                condition=Q(withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(name="opt_out_email_in_lower_case", condition=Q(email=Lower("email"))),
        ]

    def __str__(self) -> str:
        return self.topic

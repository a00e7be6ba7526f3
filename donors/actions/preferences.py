"""How a donor wishes to be reached, and about what."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.audit import record
from accounts.holders import addresses_of
from accounts.models import User
from donors.models import Consent, Donor
from letters.actions import accept_again, decline
from letters.kinds import TOPICS
from letters.models import OptOut


@dataclass(frozen=True)
class Contact:
    """The manner of contact that a donor chose; no reason is asked, and none is kept."""

    contact: str
    no_post: bool
    no_phone: bool
    quiet_until: date | None


def choose_contact(*, donor: Donor, wish: Contact, by: User, now: datetime) -> None:
    """Write down how a donor wishes to be reached. Letters that wait leave, or stay, by the new wish."""
    with transaction.atomic():
        locked = Donor.objects.select_for_update().get(pk=donor.pk)
        before = {name: getattr(locked, name) for name in asdict(wish)}
        if before == asdict(wish):
            return
        Donor.objects.filter(pk=donor.pk).update(**asdict(wish))
        names = " ".join(name for name, value in asdict(wish).items() if value != before[name])
        record(
            actor=by,
            verb="donor.contact_chosen",
            about=("donor", str(donor.pk)),
            now=now,
            after={"changed": names},
        )


def wanted_topics(user: User) -> dict[str, bool]:
    """Return which kinds of letters a person gets now. News is for those who asked for it.

    What any address of theirs declined counts: after a merge letters may go to another than the one that
    signs in.
    """
    refused = {topic for email in addresses_of(user) for topic in _refused(email)}
    donor = Donor.objects.filter(user=user).first()
    wanted = {topic: topic not in refused and OptOut.ALL not in refused for topic in TOPICS}
    return {**wanted, "news": wanted["news"] and donor is not None and donor.wants_news}


def _refused(email: str) -> set[str]:
    return set(OptOut.objects.of(email).values_list("topic", flat=True))


def choose_letters(*, user: User, wanted: Mapping[str, bool], now: datetime) -> None:
    """Let a person get letters of these topics and not of those, at every address of theirs.

    What changed is written down as consent.

    Topics that were not asked about stay as they are.
    """
    with transaction.atomic():
        before, addresses = wanted_topics(user), sorted(addresses_of(user))
        refused_all = any(OptOut.ALL in _refused(email) for email in addresses)
        for topic, is_wanted in {**before, **wanted}.items():
            # news goes to those alone who asked for it: not having it is no refusal
            if not is_wanted and topic == "news" and not before[topic] and not refused_all:
                continue
            say = accept_again if is_wanted else decline
            for email in addresses:
                say(email=email, topic=topic, now=now)
        donor = Donor.objects.select_for_update().filter(user=user).first()
        if donor is not None:
            _note(donor, user, {name: value for name, value in wanted.items() if before[name] != value}, now)


def _note(donor: Donor, user: User, changed: Mapping[str, bool], now: datetime) -> None:
    for topic, is_given in changed.items():
        Consent.objects.note(
            donor=donor,
            topic=topic,
            is_given=is_given,
            source=Consent.Source.OWN_PAGE,
            wording=str(TOPICS[topic]),
            at=now,
            by=user,
        )
    if "news" in changed:
        Donor.objects.filter(pk=donor.pk).take_news(is_wanted=changed["news"], now=now)

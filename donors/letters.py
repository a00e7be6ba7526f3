"""What letters are told of donors: how they wish to be reached; and what they choose by a link."""

from donors.models import Consent, Donor
from letters.actions import decline
from letters.kinds import TOPICS
from letters.models import OptOut
from letters.registry import MANNERS, NOTES, USUAL, Choice, Manner


def manner(email: str) -> Manner:
    """Return how the donor behind an address wishes to be written to."""
    donor = Donor.objects.carrying(email)
    if donor is None:
        return USUAL
    return Manner(
        is_page_only=donor.contact == Donor.Contact.PORTAL,
        is_neutral=donor.contact == Donor.Contact.NEUTRAL,
        quiet_until=donor.quiet_until,
    )


def note(choice: Choice) -> None:
    """Write a choice by a link down as consent, in the words of the topic.

    A refusal holds at the address of the record, too: letters go there since another was folded into it.
    """
    # whoever reads an address that staff typed may refuse for it, and agrees to nothing in a donor's name
    donor = (Donor.objects.owning if choice.is_given else Donor.objects.carrying)(choice.email)
    if donor is None:
        return
    Consent.objects.note(
        donor=donor,
        topic=choice.topic,
        is_given=choice.is_given,
        source=Consent.Source.LINK,
        wording=str(TOPICS.get(choice.topic, "")),
        at=choice.at,
    )
    if not choice.is_given and donor.email not in ("", choice.email):
        decline(email=donor.email, topic=choice.topic, now=choice.at)
    if choice.topic in {"news", OptOut.ALL}:
        is_wanted = choice.is_given and choice.topic == "news"
        Donor.objects.filter(pk=donor.pk).take_news(is_wanted=is_wanted, now=choice.at)


MANNERS.append(manner)
NOTES.append(note)

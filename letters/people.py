"""What letters hold of a person."""

from datetime import datetime

from accounts import holders
from accounts.holders import Holder, Table
from accounts.models import User
from letters.actions import follow, forget_address, hand_over
from letters.kinds import lookup
from letters.models import Letter, OptOut, Suppression


def tell(user: User) -> list[Table]:
    """Which letters went to them, and which kinds they declined. The words stand on their page.

    A letter's words may name others, as who looks for a stand-in; so they are not part of this.
    """
    letters = Letter.objects.sent_to(user).order_by("created_at", "pk")
    addresses = holders.addresses_of(user)
    declined = OptOut.objects.filter(email__in=addresses).order_by("created_at", "pk")
    stopped = Suppression.objects.filter(email__in=addresses).order_by("created_at", "pk")
    return [
        Table(
            "letters",
            ("written_at", "left_at", "kind", "subject", "state"),
            [
                (row.created_at, row.sent_at, str(lookup(row.kind).title), row.subject, row.state)
                for row in letters.defer("facts")
            ],
        ),
        Table(
            "letters_declined",
            ("email", "topic", "declined_at", "taken_back_at"),
            [(row.email, row.topic, row.created_at, row.withdrawn_at) for row in declined],
        ),
        Table(
            "addresses_that_get_no_mail",
            ("email", "reason", "since", "until"),
            list(stopped.values_list("email", "reason", "created_at", "lifted_at")),
        ),
    ]


def forget(user: User, now: datetime) -> None:
    """Drop words and addresses of their letters."""
    forget_address(email=user.email, reader=user, now=now)


def move(user: User, old: str, new: str) -> None:
    """Keep the letters to the old address on their page; what waits and what they refused moves along."""
    hand_over(email=old, to=user)
    follow(from_email=old, to_email=new)
    OptOut.objects.filter(email=old).exclude(
        topic__in=OptOut.objects.filter(email=new).values("topic")
    ).update(email=new)


holders.register("letters", Holder(tell=tell, forget=forget, move=move))

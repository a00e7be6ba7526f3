"""The kinds of letters on the way from a wish to a clearance.

None tells a program, a result or a reason. What carries a secret link is forgotten once it left.
"""

from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from letters.kinds import Leaving, LetterKind, NoLongerTrue, register
from volunteers.letters.kinds import moment_later
from volunteers.models import Application

READERS = frozenset({Role.COORDINATOR, Role.SCREENING, Role.ADMINISTRATOR})
# who speaks for somebody, and which check runs out
SCREENERS = frozenset({Role.SCREENING, Role.ADMINISTRATOR})
NAME: dict[str, str | Promise] = {"name": "Rosa Lind"}
LINK: dict[str, str | Promise] = {
    "name": "Ivo Brandt",
    "volunteer": "Rosa Lind",
    "token": "sample",
    "until": "Dec. 25, 2026",
}


def declined_leaves_at(leaving: Leaving) -> datetime:
    """Say when the letter that says no may leave. Raises: NoLongerTrue when the applicant went first."""
    declined = Application.objects.filter(pk=int(leaving.about_id), state=Application.State.DECLINED)
    told_at = declined.values_list("told_at", flat=True).first()
    if told_at is None:
        raise NoLongerTrue
    return told_at


def _kind(
    name: str, title: Promise, readers: frozenset[Role] = READERS, **facts: str | Promise
) -> LetterKind:
    return register(LetterKind(name=name, title=title, facts=NAME | facts, readers=readers))


def _link(name: str, title: Promise, readers: frozenset[Role] = READERS) -> LetterKind:
    return register(
        LetterKind(
            name=name,
            title=title,
            facts=LINK,
            readers=readers,
            purge_facts=True,
            good_for=timedelta(days=30),
        )
    )


RECEIVED = _kind("application_received", _("Application: it came in"))
INTERVIEW = _kind("interview_planned", _("Application: a conversation is planned"), when=moment_later())
CLEARED = _kind("application_cleared", _("Application: welcome"))
RENEWED = _kind("clearance_renewed", _("Clearance: it goes on"))
DECLINED = register(
    LetterKind(
        name="application_declined",
        title=_("Application: not this time"),
        facts=NAME,
        readers=READERS,
        leaves_at=declined_leaves_at,
    )
)
REFERENCE_WANTED = _kind("reference_wanted", _("Application: one more reference"), SCREENERS)
REFERENCE_ASKED = _link("reference_asked", _("Reference: asked"), SCREENERS)
REFERENCE_REMINDER = _link("reference_reminder", _("Reference: reminder"), SCREENERS)
GUARDIAN_ASKED = _link("guardian_asked", _("Guardian: asked"))
GUARDIAN_REMINDER = _link("guardian_reminder", _("Guardian: reminder"))
GUARDIAN_GIVEN = register(
    LetterKind(
        name="guardian_given",
        title=_("Guardian: consent given, and how to withdraw it"),
        facts={name: LINK[name] for name in ("name", "volunteer", "token")},
        readers=READERS,
        purge_facts=True,
    )
)
GUARDIAN_WANTED = _kind("guardian_wanted", _("Application: a guardian's consent"))
TRAINING_BOOKED = _kind("training_booked", _("Training: a place"), when=moment_later())
TRAINING_MOVED = _kind(
    "training_moved", _("Training: another time or place"), when=moment_later(), before=moment_later()
)
TRAINING_CANCELLED = _kind("training_cancelled", _("Training: does not take place"), when=moment_later())
# what to do before something runs out
TO_DO: dict[str, Promise] = {
    "check": _(
        "We renew it with you; you need do nothing until somebody writes to you. Please answer them soon."
    ),
    "training": _("Please book a place in the next training. What you have stays good until then."),
    "qualification": _("Please send us what shows that it goes on, by replying to this letter."),
    "clearance": _(
        "We look at it again with you. If you would like to go on, reply to this letter with one line."
    ),
}
RUNS_OUT = _kind(
    "runs_out",
    _("Something runs out"),
    SCREENERS,
    thing=_("First steps"),
    day="Dec. 25, 2026",
    to_do=TO_DO["training"],
)
AGREEMENT_CHANGES = _kind(
    "agreement_changes",
    _("A new wording of an agreement"),
    thing=_("Confidentiality"),
    day="Dec. 25, 2026",
    version="1",
)

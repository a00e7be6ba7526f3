"""What staff keep in mind about the demo's donors: households, notes, tags, tasks, segments."""

from datetime import datetime, timedelta

from accounts.actions.views import save_view
from accounts.models import User
from accounts.organisation import the_zone
from core.clock import legal_day
from donors.actions import Postal, keep_address
from donors.actions.emails import add_email
from donors.actions.households import join_household, make_household
from donors.actions.notes import write_note
from donors.actions.relations import relate
from donors.actions.tags import tag_donor, tag_named
from donors.actions.tasks import Todo, add_task
from donors.models import Donor, Relationship, Task
from donors.reports.greetings import proposed_for

WALTER, JUNE = "walter.ames@mail.example", "june.okafor@mail.example"
FUND, TOOLS = "grants@evergreen.example", "matching@mohawk.example"
LIST = "donors:donor_list"
HOME = Postal("home", "PO Box 212", "", "Troy", "NY", "12180", "US")
TAGS = {
    WALTER: ("Legacy circle", "Gala guests"),
    JUNE: ("Gala guests", "Choir"),
    TOOLS: ("Matching employer",),
}
NOTES = (
    (WALTER, "Prefers a letter to a call.", 60),
    (WALTER, "Asked what forty coats cost; told him on the phone.", 21),
    (JUNE, "Would host an evening for colleagues in spring.", 9),
    (FUND, "Decides about grants in March and October.", 33),
)
TASKS = (
    (WALTER, "Call back about the stock gift", -2),
    (JUNE, "Send dates for the evening in spring", 3),
    (FUND, "Report on last year's grant", 30),
)
SEGMENTS = (
    ("Last year, not yet this year", "pattern=last_not_this"),
    ("Gala guests", "tag={gala}"),
    ("New this year", "pattern=first_this"),
)


def keep_in_mind(now: datetime) -> int:
    """Write it all down as a fundraiser would, once; return how many tasks there are then."""
    by = User.objects.filter(grants__role="fundraiser").order_by("pk")[0]
    donors = {
        email: donor for email in (WALTER, JUNE, FUND, TOOLS) if (donor := Donor.objects.carrying(email))
    }
    if Task.objects.exists() or len(donors) < len((WALTER, JUNE, FUND, TOOLS)):
        return Task.objects.count()
    _belong_together(donors, by, now)
    for email, text, ago in NOTES:
        write_note(donor=donors[email], text=text, by=by, now=now - timedelta(days=ago))
    for email, names in TAGS.items():
        for name in names:
            tag_donor(donor=donors[email], tag=tag_named(name=name, by=by, now=now), by=by, now=now)
    today = legal_day(now, the_zone())
    for email, title, ahead in TASKS:
        todo = Todo(title, today + timedelta(days=ahead), by.pk)
        add_task(donor=donors[email], todo=todo, by=by, now=now - timedelta(days=5))
    gala = tag_named(name="Gala guests", by=by, now=now)
    for name, query in SEGMENTS:
        said = query.format(gala=gala.pk)
        save_view(owner=by, route=LIST, name=name, query=said, is_shared=True, now=now)
    return len(TASKS)


def _belong_together(donors: dict[str, Donor], by: User, now: datetime) -> None:
    walter, june = donors[WALTER], donors[JUNE]
    add_email(donor=walter, email="w.ames@hudsonrail.example", label="work", by=by, now=now)
    keep_address(donor=walter, postal=HOME, is_primary=True, by=by, now=now)
    ruth = Donor.objects.create(name="Ruth Ames", phone="518-555-0142")
    household = make_household(donor=walter, greetings=proposed_for([walter, ruth]), by=by, now=now)
    join_household(donor=ruth, household=household, by=by, now=now)
    kinds = Relationship.Kind
    for first, second, kind in (
        (ruth, walter, kinds.SPOUSE),
        (walter, donors[FUND], kinds.ADVISER),
        (donors[TOOLS], june, kinds.EMPLOYER),
    ):
        relate(first=first, second=second, kind=kind, by=by, now=now)

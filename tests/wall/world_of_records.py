"""What addresses of donors' records name."""

from typing import Any

from accounts.models import SavedView, User
from donors.models import Donor, Note, OtherEmail, Relationship, Tag, Tagging, Task
from tests.factories import MOMENT
from tests.gifts.elsewhere import make_elsewhere


def record_values(donor: Donor, other: Donor, user: User) -> dict[str, Any]:
    """One of each, of the first donor."""
    tag = Tag.objects.create(name="Choir", created_at=MOMENT)
    Tagging.objects.create(tag=tag, donor=donor, at=MOMENT, by=user)
    task = Task.objects.create(
        donor=donor,
        title="Call back",
        due_on=MOMENT.date(),
        assigned_to=user,
        created_at=MOMENT,
        created_by=user,
    )
    return {
        "email_id": OtherEmail.objects.create(donor=donor, email="ana@work.example").pk,
        "relation_id": Relationship.objects.create(
            first=donor, second=other, kind=Relationship.Kind.FRIEND, created_at=MOMENT
        ).pk,
        "note_id": Note.objects.create(donor=donor, text="Likes letters.", at=MOMENT, by=user).pk,
        "tag_id": tag.pk,
        "task_id": task.pk,
        "view_id": SavedView.objects.create(
            owner=user,
            route="donors:donor_list",
            name="Lapsed",
            query="pattern=last_not_this",
            created_at=MOMENT,
        ).pk,
        "credit_id": 1,
        "elsewhere_id": make_elsewhere(donor).pk,
    }

"""What this app holds of a person who gives time. What others said of them in confidence is not told."""

from datetime import datetime

from accounts import holders
from accounts.holders import Details, Holder, Table
from accounts.models import User
from volunteers.actions.erasure import erase_volunteer
from volunteers.models import (
    AgreementAcceptance,
    Application,
    Attendance,
    Availability,
    Away,
    CalendarFeed,
    Clearance,
    HeldQualification,
    HoursEntry,
    SignUp,
    TextMessage,
    TrainingPlace,
    TrainingRecord,
    Volunteer,
)

# no place: where a shift is held is told by one page alone
COLUMNS = {
    Volunteer: ("name", "email", "phone", "language", "reminders_by", "created_at", "left_at"),
    Application: ("state", "hours_a_week", "months", "heard", "created_at", "submitted_at"),
    Availability: ("weekday", "starts", "ends", "wish"),
    Away: ("from_on", "until_on"),
    HeldQualification: ("qualification__name", "from_on", "until_on"),
    TrainingRecord: ("course__name", "done_on", "expires_on"),
    AgreementAcceptance: ("version__agreement__name", "version__number", "accepted_at"),
    SignUp: ("shift__starts_at", "shift__ends_at", "shift__role__name", "state", "created_at"),
    HoursEntry: ("on", "minutes", "program__name", "kind", "state"),
    Attendance: ("sign_up__shift__starts_at", "outcome", "how", "arrived_at", "left_at"),
    Clearance: ("program__name", "from_on", "until_on", "revoked_on"),
    TrainingPlace: ("session__course__name", "session__starts_at", "state", "booked_at"),
    TextMessage: ("created_at", "kind", "words", "state"),
    CalendarFeed: ("created_at", "revoked_at", "read_at"),
}
TABLES = {
    Volunteer: "volunteer",
    Application: "applications",
    Availability: "availability",
    Away: "away",
    HeldQualification: "qualifications",
    TrainingRecord: "trainings",
    AgreementAcceptance: "agreements",
    SignUp: "sign_ups",
    HoursEntry: "hours",
    Attendance: "attendance",
    Clearance: "clearances",
    TrainingPlace: "training_places",
    TextMessage: "text_messages",
    CalendarFeed: "calendar_feeds",
}
OWNERS = {Volunteer: "user", Attendance: "sign_up__volunteer__user"}


def tell(user: User) -> list[Table]:
    """Their record, wishes, seats and hours."""
    found = []
    for model, name in TABLES.items():
        owner = OWNERS.get(model, "volunteer__user")
        rows = model._default_manager.filter(**{owner: user}).order_by("pk").values_list(*COLUMNS[model])
        found.append(Table(name, COLUMNS[model], list(rows)))
    return found


def forget(user: User, now: datetime) -> None:
    """Release their seats and drop who they were."""
    erase_volunteer(user=user, now=now)


def is_taken(user: User, email: str) -> bool:
    """Whether another volunteer carries the address."""
    return Volunteer.objects.filter(email=email).exclude(user=user).exists()


def move(user: User, _old: str, new: str) -> None:
    """Put their record on the new address."""
    Volunteer.objects.filter(user=user).update(email=new)


def describe(*, user: User, details: Details, now: datetime) -> None:
    """Take phone and language over. Their name is what screening looked at: a coordinator changes it."""
    Volunteer.objects.filter(user=user).update(phone=details.phone, language=details.language)


holders.register(
    "volunteers", Holder(tell=tell, forget=forget, is_taken=is_taken, move=move, describe=describe)
)

"""Who is locked before whom, and how a refusal is said.

The order of locks, everywhere: volunteers by id, then shifts by id, then count, gates, write. A sign-up comes
to hold a seat, or gives one up, only while its volunteer is locked too; so no two transactions ever meet at
the constraints, where each could wait for the other.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager

from django.db import IntegrityError, connection, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.rows import columns, made
from volunteers.gates import Refusal
from volunteers.models import Shift, SignUp, Volunteer, VolunteerRole

# three statements in one message, each with a view of its own: the role is read after the locks were had
PAIR = f"""
SELECT {columns(Volunteer)} FROM volunteers_volunteer WHERE id = %(volunteer)s FOR NO KEY UPDATE;
SELECT {columns(Shift)} FROM volunteers_shift WHERE id = %(shift)s FOR NO KEY UPDATE;
SELECT {columns(VolunteerRole)} FROM volunteers_volunteerrole
    WHERE id = (SELECT role_id FROM volunteers_shift WHERE id = %(shift)s)
"""  # noqa: S608 - columns of our own tables

# what the database refuses, and how it is said
BROKEN: dict[str, Promise] = {
    "one_active_sign_up_per_shift": gettext_lazy("There is a sign-up for this shift already."),
    "no_volunteer_in_two_places": gettext_lazy("There is another shift at this time already."),
    "one_open_handover_per_sign_up": gettext_lazy("A stand-in or swap is already asked for."),
    "one_standing_place_per_series": gettext_lazy("There is a standing place in this series already."),
}


class SignUpRefused(Exception):
    """The sentence is for the person.

    `is_full`: a seat may come free, and the waitlist is open. `refusals`: the gates that are shut, for staff
    who may set a limit aside.
    """

    def __init__(self, sentence: str, *, is_full: bool = False, refusals: Sequence[Refusal] = ()) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.is_full = is_full
        self.refusals = refusals


@contextmanager
def one_action() -> Iterator[None]:
    """Run an action's transaction; what a constraint refuses becomes a sentence.

    Raises: SignUpRefused.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        sentence = BROKEN.get(broken_constraint(error))
        if sentence is None:
            raise
        raise SignUpRefused(str(sentence)) from error


def broken_constraint(error: IntegrityError) -> str:
    """Return the name of the constraint that refused."""
    cause = error.__cause__
    return str(getattr(getattr(cause, "diag", None), "constraint_name", "") or "")


def lock_volunteers(ids: Iterable[int]) -> dict[int, Volunteer]:
    """Lock volunteers in the order of their ids."""
    rows = Volunteer.objects.select_for_update(no_key=True).filter(pk__in=set(ids))
    return {one.pk: one for one in rows.order_by("pk")}


def lock_shifts(ids: Iterable[int]) -> dict[int, Shift]:
    """Lock shifts in the order of their ids. Volunteers are locked before, not after."""
    rows = Shift.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=set(ids))
    return {one.pk: one for one in rows.select_related("role__program", "site").order_by("pk")}


def lock_pair(*, volunteer_id: int, shift_id: int) -> tuple[Volunteer, Shift]:
    """Lock a volunteer, then a shift, and return both. Plain SQL: everybody who wants a seat waits here.

    Raises: Volunteer.DoesNotExist; Shift.DoesNotExist.
    """
    with connection.cursor() as cursor:
        cursor.execute(PAIR, {"volunteer": volunteer_id, "shift": shift_id})
        found = [cursor.fetchone()]
        while cursor.nextset():
            found.append(cursor.fetchone())
    if found[0] is None:
        raise Volunteer.DoesNotExist
    if found[1] is None:
        raise Shift.DoesNotExist
    volunteer, shift = made(Volunteer, found[0]), made(Shift, found[1])
    shift.role = made(VolunteerRole, found[2])
    return volunteer, shift


def lock_sign_ups(ids: Collection[int]) -> dict[int, SignUp]:
    """Lock the volunteers and shifts of sign-ups, and return these as they stand now.

    Raises: SignUpRefused when one of them is gone to another shift meanwhile.
    """
    before = SignUp.objects.filter(pk__in=ids).values_list("volunteer_id", "shift_id")
    pairs = list(before)
    volunteers = lock_volunteers(volunteer for volunteer, _shift in pairs)
    shifts = lock_shifts(shift for _volunteer, shift in pairs)
    found = SignUp.objects.in_bulk(ids)
    for sign_up in found.values():
        if sign_up.shift_id not in shifts or sign_up.volunteer_id not in volunteers:
            raise SignUpRefused(_("This changed just now. Please look at it again."))
        sign_up.shift, sign_up.volunteer = shifts[sign_up.shift_id], volunteers[sign_up.volunteer_id]
    return found


def lock_sign_up(sign_up_id: int) -> SignUp:
    """Lock the volunteer and the shift of a sign-up, and return it as it stands now.

    Raises: SignUpRefused as `lock_sign_ups`; SignUp.DoesNotExist.
    """
    found = lock_sign_ups([sign_up_id])
    if not found:
        raise SignUp.DoesNotExist
    return found[sign_up_id]

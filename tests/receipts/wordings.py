"""Words that staff write on papers, in tests."""

from accounts.models import User
from receipts.actions.wording import save_wording
from receipts.reports.wording import Words, versions_of, written_now
from tests.factories import MOMENT, make_user

THANKS = Words("Thank you, {name}.", "Gracias, {name}.")


def write(kind: str, *, by: User | None = None, **blocks: Words) -> list[str]:
    """Write blocks of a kind, the others as they are; return which changed."""
    newest = versions_of(kind).values_list("pk", flat=True).first() or 0
    wanted = {**written_now(kind), **blocks}
    return save_wording(kind=kind, wanted=wanted, seen=newest, by=by or make_user(), now=MOMENT)

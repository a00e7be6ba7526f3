"""Staff write the words of a kind of paper; earlier versions stay and can be brought back."""

from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.audit import record
from accounts.models import User
from core.clock import legal_day
from receipts.actions.issue import ground
from receipts.models import ReceiptWording
from receipts.models.wording import ALL, KINDS
from receipts.papers import preview
from receipts.regimes import Regime
from receipts.reports.wording import BLOCKS, Words, Written, versions_of, wording_in, written_now
from receipts.snapshot import Heading
from receipts.snapshot.sample import samples, take_sample


class WordingRefused(Exception):
    """A sentence for the person who asked."""


def kinds_now(now: datetime) -> list[str]:
    """Return what has words of its own under today's rules: all papers first, then each kind of paper."""
    under = ground(now=now)
    known = samples(under.regime, legal_day(now, under.organisation.zone))
    return [name for name, _label in KINDS if name == ALL or name in known]


def save_wording(*, kind: str, wanted: Written, seen: int, by: User, now: datetime) -> list[str]:
    """Write a new version of each block that changed; return the blocks. Older papers stay as they are.

    `seen` is the id of the newest version that the person had before them, zero for none. Raises:
    WordingRefused when somebody else saved meanwhile.
    """
    with transaction.atomic():
        newest = _lock(kind)
        if newest != seen:
            raise WordingRefused(
                _("Somebody else saved these words meanwhile. Compare, and save again to replace theirs.")
            )
        now_held = written_now(kind)
        changed = {name: wanted[name] for name in BLOCKS if wanted[name] != now_held[name]}
        _write(kind, changed, by=by, now=now)
        return list(changed)


def restore_wording(*, version_id: int, by: User, now: datetime) -> ReceiptWording:
    """Make an older version of a block the newest again, as a version of its own; return the old one.

    Restoring what holds already changes nothing. Raises: ReceiptWording.DoesNotExist.
    """
    with transaction.atomic():
        old = ReceiptWording.objects.get(pk=version_id)
        _lock(old.kind)
        words = Words(old.text, old.text_es, old.follows_all)
        if written_now(old.kind)[old.block] != words:
            _write(old.kind, {old.block: words}, by=by, now=now)
        return old


def draft_says(*, kind: str, wanted: Written, language: str, now: datetime) -> dict[str, Any]:
    """Return what a sample paper would say with words that nobody saved. Raises: KeyError for no kind."""
    under = ground(now=now)
    issued_on = legal_day(now, under.organisation.zone)
    shown = _shown(kind, under.regime, now)
    heading = Heading(
        regime=under.regime,
        organisation=under.organisation,
        language=language,
        issued_on=issued_on,
        wording=wording_in(language, own=wanted, general=written_now(ALL)),
    )
    return take_sample(shown, heading).as_json()


def draft_paper(*, kind: str, wanted: Written, language: str, now: datetime) -> bytes:
    """Return that sample as a PDF. Raises: KeyError; LeakRefused."""
    return preview(draft_says(kind=kind, wanted=wanted, language=language, now=now), now)


def _shown(kind: str, regime: Regime, now: datetime) -> str:
    """The kind that stands for all papers is the first that the regime knows."""
    return next(name for name in kinds_now(now) if name != ALL) if kind == ALL else kind


def _lock(kind: str) -> int:
    """Let one write the words of a kind at a time; return the id of its newest version, or zero."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"wording:{kind}"])
    return versions_of(kind).values_list("pk", flat=True).first() or 0


def _write(kind: str, blocks: Written, *, by: User, now: datetime) -> None:
    """Append versions, and an entry of which; the texts themselves are kept with the versions."""
    before: dict[str, int] = {}
    for name, words in blocks.items():
        last = ReceiptWording.objects.filter(kind=kind, block=name).order_by("-version").first()
        before[name] = last.version if last else 0
        ReceiptWording.objects.create(
            kind=kind,
            block=name,
            version=before[name] + 1,
            follows_all=words.follows_all,
            text=words.text,
            text_es=words.text_es,
            written_by=by,
            written_at=now,
        )
    if blocks:
        after = {name: version + 1 for name, version in before.items()}
        about = ("receipt_wording", kind)
        record(actor=by, verb="receipt.wording_changed", about=about, now=now, before=before, after=after)

"""The words of staff as they hold now, and as they were."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from receipts.models import ReceiptWording
from receipts.models.wording import ALL
from receipts.snapshot.words import Wording

TEXT_BLOCKS = ("above", "below", "closing")
BLOCKS = ("title", *TEXT_BLOCKS)


@dataclass(frozen=True)
class Words:
    """One block as somebody wrote it, or would. Of a title `text` is the code."""

    text: str = ""
    text_es: str = ""
    follows_all: bool = False


Written = Mapping[str, Words]


def wording_of(kind: str, language: str) -> Wording:
    """Return the newest words for a kind of paper, in a language."""
    newest = _newest((kind, ALL))
    return wording_in(language, own=written(kind, newest), general=written(ALL, newest))


def wording_in(language: str, *, own: Written, general: Written) -> Wording:
    """Return what a kind's own blocks and those of all papers say together, in a language."""
    said = {name: general[name] if own[name].follows_all else own[name] for name in TEXT_BLOCKS}
    texts = {name: words.text_es if language == "es" else words.text for name, words in said.items()}
    return Wording(title=own["title"].text, **texts)


def written_now(kind: str) -> Written:
    """Return a kind's blocks as they hold now."""
    return written(kind, _newest((kind,)))


def written(kind: str, newest: Iterable[ReceiptWording]) -> Written:
    """Return a kind's blocks among the newest rows; one that nobody wrote follows those of all papers."""
    rows = {row.block: row for row in newest if row.kind == kind}
    return {
        name: Words(rows[name].text, rows[name].text_es, rows[name].follows_all)
        if name in rows
        else Words(follows_all=kind != ALL and name != "title")
        for name in BLOCKS
    }


def versions_of(kind: str) -> QuerySet[ReceiptWording]:
    """Return every version of a kind's blocks, the newest first."""
    return ReceiptWording.objects.filter(kind=kind).select_related("written_by").order_by("-pk")


def newest_by_kind() -> dict[str, list[ReceiptWording]]:
    """Return the newest version of every block that was ever written, by kind."""
    found = ReceiptWording.objects.select_related("written_by").order_by("kind", "block", "-version")
    by_kind: dict[str, list[ReceiptWording]] = {}
    for row in found.distinct("kind", "block"):
        by_kind.setdefault(row.kind, []).append(row)
    return by_kind


def _newest(kinds: Iterable[str]) -> list[ReceiptWording]:
    found = ReceiptWording.objects.filter(kind__in=kinds)
    return list(found.order_by("kind", "block", "-version").distinct("kind", "block"))

"""What can be imported, and which files are known by their header. Kinds sign in here from `resources`.

A *kind* says what a row becomes: donors, gifts, volunteers. The engine (`donors.actions.imports`) reads the
file, cleans each cell by the kind's Resource, and keeps rows in `donors_importrow`; the kind's steps are
plain SQL over those rows. A *format* says what a file of one program looks like, and turns its row into the
kind's fields. Both stand at the bottom of donors, so that apps above can sign in without a circle:

    kinds.register_kind(ImportKind(name="gifts", …))    # in gifts/resources/…, found when Django starts
    kinds.register_format(Format(name="paypal", kind="gifts", …))

What a row goes through:

1. its cells become `values`: what the file says, and nothing for an empty cell;
2. `match` sets `target`, the key of the record that the row is, and refuses what cannot be;
3. the engine compares with `current` of the target: what differs is the row's `before` and `after`; a row
   without a target is new, or `doubt` names the records that it may be;
4. a person looks; nothing but rows of the import was written until here;
5. `write` and `insert` do it, in one transaction; a target that somebody changed since 3 is left alone;
6. `write` with "before" and `remove` undo it, in one; a record that was used since stays (`keep`).
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.backends.utils import CursorWrapper
from django.utils.functional import Promise

from donors.sentences import SENTENCES

Values = dict[str, str | bool | int | None]


class CellRefused(Exception):
    """A cell, or a whole row, that cannot be taken. `code` names its sentence in SENTENCES; `facts` fill it.

    A sentence is kept by its code, so that whoever looks reads it in their own language.
    """

    def __init__(self, code: str, *, field: str = "", **facts: str | int) -> None:
        super().__init__(code)
        self.code, self.field, self.facts = code, field, facts


class LeftOut(Exception):
    """A row that is not of this kind, as a withdrawal among payments: no error, it is shown as left out."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Work:
    """One import while a step of its kind runs. Steps use `%(import)s` and friends: see `params`."""

    import_id: int
    source: str  # whose ids the file carries, like "givewp"; part of what makes an external id unique
    by_id: int | None
    now: datetime
    outcome: str = ""  # of the rows at work: none before they are written, 'done' before they are taken back

    @property
    def params(self) -> dict[str, Any]:
        """Return what statements of a step may name."""
        return {
            "import": self.import_id,
            "source": self.source,
            "by": self.by_id,
            "now": self.now,
            "outcome": self.outcome,
        }


@dataclass(frozen=True)
class Remark:
    """What a person should know of a file before it is written."""

    title: str | Promise
    words: str
    tone: str = "warn"


Step = Callable[[CursorWrapper, Work], None]
Write = Callable[[CursorWrapper, Work, str], None]


def _does_nothing(_cursor: CursorWrapper, _work: Work) -> None:
    """What a kind does that has nothing to do here."""


@dataclass(frozen=True)
class Column:
    """How a field of a kind is called on screen, and by which names headers call it, in lower case."""

    label: Promise
    synonyms: Sequence[str] = ()


@dataclass(frozen=True)
class ImportKind:
    """What rows become. Each step is set-based: statements over `donors_importrow r` of one import.

    Statements of a step run in the engine's transaction, which holds the import's row; a step may run again
    after a rollback, never after a commit. `at_work(verdict)` is the condition of the rows that a step of
    writing is about; `work.params` are the parameters.

    - `match`: sets `r.target` (the key as text) on known rows (verdict 'read'). It may refuse rows: see
      `refuse`, `refuse_second`; it ends with what `check` does.
    - `check`: refuses what the row of a known record may not change; also when a person chose the record.
    - `doubt`: sets `r.doubts` (a JSON list of keys as text) on rows with an empty `target` that resemble
      records. May be left out.
    - `current`: a SELECT of (r.id AS row, state) for rows of `%(import)s` with a target; `state` is a jsonb
      object with each key that `values` may have, of the same JSON type, null where there is nothing. A
      target that is gone, merged or erased has no line. It ends with its WHERE: the engine adds to it.
    - `lock`: locks the targets of rows at work, in the order of their keys.
    - `insert`: writes the records of new rows, sets `r.target`, and notes in `r.made` the ids of what came
      along. A record that somebody else made meanwhile is not written: the row's outcome becomes 'stale'.
    - `write`: with "after" or "before": brings the targets of changed rows to the values of that jsonb column
      (r.after, r.before), which holds the changed keys only.
    - `keep`: undoing: sets outcome 'kept' on rows whose record got something since that its state does not
      show, as a gift. Where the state itself changed, the engine has done so.
    - `remove`: undoing: takes away what `insert` wrote of new rows (or reverses it, in the books).
    """

    name: str
    label: Promise
    roles: frozenset[str]  # who may import it and look at it
    resource: type  # an import_export Resource: its fields' widgets turn a cell into a value or CellRefused
    columns: Mapping[str, Column]  # by the Resource's field names, in the order in which they are shown
    current: str
    match: Step
    insert: Step
    write: Write
    remove: Step
    lock: Step = _does_nothing
    check: Step = _does_nothing
    doubt: Step = _does_nothing
    keep: Step = _does_nothing
    # looks at a whole row after its cells: combines, completes, refuses by CellRefused
    finish: Callable[[Values], Values] = field(default=lambda values: values)
    # what a row is called in lists, at most 200 signs; nothing that a refused cell held is in `values`
    title: Callable[[Values], str] = field(default=lambda values: str(values.get("name") or ""))
    # what records are called, by their keys, where a person chooses among them
    names: Callable[[Collection[str]], Mapping[str, str]] = field(
        default=lambda keys: {key: key for key in keys}
    )
    # sentences about the whole file for whoever decides: what is missing here that its rows name
    remarks: Callable[[int], Sequence[Remark]] = field(default=lambda _import_id: ())
    # the route and the argument of a target's own page, like ("desk:donor", "donor_id")
    page: tuple[str, str] | None = None


@dataclass(frozen=True)
class Format:
    """The file of one program. `header` holds column names that only its files have together.

    `read` takes the row by column name (as in the file, trimmed) and returns the kind's fields as text, as a
    person would have typed them; it raises LeftOut for a row that is not of the kind, CellRefused for one
    that cannot be read. `source` is whose ids the rows carry.
    """

    name: str
    label: Promise | str
    kind: str
    source: str
    header: frozenset[str]
    read: Callable[[Mapping[str, str]], Mapping[str, str]]


KINDS: dict[str, ImportKind] = {}
FORMATS: dict[str, Format] = {}


def register_kind(kind: ImportKind, sentences: Mapping[str, Promise] | None = None) -> None:
    """Add a kind, and the sentences that only it needs."""
    KINDS[kind.name] = kind
    SENTENCES.update(sentences or {})


def register_format(known: Format, sentences: Mapping[str, Promise] | None = None) -> None:
    """Add a known file, and the sentences that only it needs."""
    FORMATS[known.name] = known
    SENTENCES.update(sentences or {})


def format_of(header: Collection[str], kind: str = "") -> Format | None:
    """Return the format whose header this is, the one that knows most of it; None for none."""
    names = set(header)
    found = [
        known for known in FORMATS.values() if known.header <= names and (not kind or known.kind == kind)
    ]
    return max(found, key=lambda known: len(known.header), default=None)


def at_work(verdict: str) -> str:
    """Return the condition of the rows (alias r) that `insert`, `write` or `remove` are about right now."""
    return f"r.import_id = %(import)s AND r.outcome = %(outcome)s AND r.verdict = '{verdict}'"


def targets_at_work(key: str) -> str:
    """Return the SELECT of the keys, of an SQL type, that `lock` is about."""
    return (
        f"SELECT r.target::{key} FROM donors_importrow r WHERE r.import_id = %(import)s AND r.target <> ''"
        " AND r.outcome = %(outcome)s AND r.verdict IN ('new', 'changed')"
    )


def refuse(where: str, code: str, *, field: str = "", facts: str = "'{}'::jsonb") -> str:
    """Return a statement that refuses rows of `%(import)s` (alias r) for which a condition holds.

    `where`, `facts` (a jsonb expression) are SQL of ours, never of a file.
    """
    return _judged("refused", where, code, field, facts)


def leave_out(where: str, code: str) -> str:
    """Return a statement that leaves rows of `%(import)s` (alias r) out: they are not of the kind."""
    return _judged("left_out", where, code, "", "'{}'::jsonb")


def _judged(verdict: str, where: str, code: str, field: str, facts: str) -> str:
    if not (code.isidentifier() and (field.isidentifier() or not field)):
        raise ValueError("a code and a field are names of ours")
    return (
        f"UPDATE donors_importrow r SET verdict = '{verdict}', target = '',"
        f" problems = r.problems || jsonb_build_array(jsonb_build_array('{field}', '{code}', {facts}))"
        f" WHERE r.import_id = %(import)s AND r.verdict NOT IN ('refused', 'left_out') AND ({where})"
    )


def refuse_second(key: str, *, field: str = "") -> str:
    """Return a statement that refuses, of rows that share a key (SQL over r), all but the first."""
    if field and not field.isidentifier():
        raise ValueError("a field is a name of ours")
    return (
        "WITH named AS (SELECT r.id, first_value(r.number) OVER same AS first, row_number() OVER same AS turn"
        " FROM donors_importrow r WHERE r.import_id = %(import)s AND r.verdict = 'read'"
        f" AND {key} IS NOT NULL WINDOW same AS (PARTITION BY {key} ORDER BY r.number))"
        " UPDATE donors_importrow r SET verdict = 'refused', target = '', problems = r.problems ||"
        " jsonb_build_array(jsonb_build_array("
        f"'{field}', 'same_record', jsonb_build_object('row', named.first)))"
        " FROM named WHERE named.id = r.id AND named.turn > 1"
    )

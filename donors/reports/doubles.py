"""Records that may be doubles of one: found by the keys that they share, then compared."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from django.db import connection

from donors.likeness import SHOWN, Facts, Likeness, Place, keys_of, likeness
from donors.models import Address, Donor, DuplicateKey, DuplicatePair, OtherEmail

# a key that more records share says nothing of any of them: a surname, an "anonymous", an office's phone
WIDEST = 40
# the most that one record is compared with
MOST = 200

_NARROW = """
    SELECT wanted.key FROM unnest(%s::bigint[]) AS wanted (key)
    WHERE (SELECT count(*) FROM (
        SELECT 1 FROM donors_duplicatekey AS one WHERE one.key = wanted.key LIMIT %s
    ) AS found) <= %s
"""
_STANDING = "donor.merged_into_id IS NULL AND donor.erased_at IS NULL"


@dataclass(frozen=True)
class Double:
    """A record that looks like the one in question, and why."""

    donor: Donor
    likeness: Likeness


def facts_of(ids: Collection[int]) -> dict[int, Facts]:
    """Return what is compared of records, with all their addresses."""
    emails, places = defaultdict[int, list[str]](list), defaultdict[int, list[Place]](list)
    for donor_id, email in OtherEmail.objects.filter(donor__in=ids).values_list("donor", "email"):
        emails[donor_id].append(email)
    rows = Address.objects.filter(donor__in=ids).values_list("donor", "line1", "city", "postal_code")
    for donor_id, line1, city, code in rows:
        places[donor_id].append(Place(line1, city, code))
    donors = Donor.objects.filter(pk__in=ids).values_list("pk", "name", "kind", "email", "phone")
    return {
        pk: Facts(
            name=name,
            kind=kind,
            emails=tuple(filter(None, [email, *emails[pk]])),
            phones=(phone,) if phone else (),
            places=tuple(places[pk]),
        )
        for pk, name, kind, email, phone in donors
    }


def sharing(keys: Iterable[int], *, but: int | None = None) -> list[int]:
    """Return standing records that share a key, those that share most first; wide keys are passed over."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH narrow AS MATERIALIZED ({_NARROW})
            SELECT mine.donor_id FROM narrow JOIN donors_duplicatekey AS mine ON mine.key = narrow.key
            JOIN donors_donor AS donor ON donor.id = mine.donor_id
            WHERE {_STANDING} AND donor.id IS DISTINCT FROM %s
            GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT %s
            """,  # noqa: S608 - put together from the statements above
            [list(keys), WIDEST + 1, WIDEST, but, MOST],
        )
        return [row[0] for row in cursor.fetchall()]


def pairs_sharing(ids: Collection[int]) -> dict[int, list[int]]:
    """Return for each of some records the standing ones with a higher number that share a key."""
    found = defaultdict[int, list[int]](list)
    keys = list(DuplicateKey.objects.filter(donor__in=ids).values_list("key", flat=True).distinct())
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH narrow AS MATERIALIZED ({_NARROW})
            SELECT DISTINCT mine.donor_id, other.donor_id
            FROM narrow
            JOIN donors_duplicatekey AS mine ON mine.key = narrow.key AND mine.donor_id = ANY(%s)
            JOIN donors_duplicatekey AS other ON other.key = narrow.key AND other.donor_id > mine.donor_id
            JOIN donors_donor AS donor ON donor.id = other.donor_id
            WHERE {_STANDING}
            """,  # noqa: S608 - put together from the statements above
            [keys, WIDEST + 1, WIDEST, list(ids)],
        )
        for left, right in cursor.fetchall():
            found[left].append(right)
    return found


def doubles_of(facts: Facts, *, but: int | None = None, limit: int = 3) -> list[Double]:
    """Return whom somebody new may be, the likeliest first: for a form, before anything is written."""
    ids = sharing(keys_of(facts), but=but)
    scored = [(likeness(facts, other), pk) for pk, other in facts_of(ids).items()]
    best = sorted((row for row in scored if row[0].score >= SHOWN), key=lambda row: (-row[0].score, row[1]))
    donors = Donor.objects.in_bulk([pk for _likeness, pk in best[:limit]])
    return [Double(donors[pk], found) for found, pk in best[:limit]]


def mark_of_pair(one: Facts, other: Facts) -> str:
    """Return a hash of what was compared; another spelling of the same is the same."""
    return sha256(json.dumps(sorted([_mark(one), _mark(other)])).encode()).hexdigest()


def _mark(facts: Facts) -> list[object]:
    sets = (facts.mailboxes, facts.numbers, facts.streets, facts.codes)
    return [
        facts.kind,
        list(facts.parsed.words),
        facts.parsed.generation,
        [sorted(values) for values in sets],
    ]


def told_apart(pairs: Collection[tuple[int, int]]) -> set[tuple[int, int]]:
    """Return those pairs of which somebody said that they are two, also of records folded into them since."""
    ids = {pk for pair in pairs for pk in pair}
    leads = _leads_of(ids)
    said = DuplicatePair.objects.filter(
        state=DuplicatePair.State.DISMISSED, left__in=leads.keys(), right__in=leads.keys()
    ).values_list("left", "right")
    roots = {
        (min(leads[left], leads[right]), max(leads[left], leads[right]))
        for left, right in said
        if left not in ids or right not in ids
    }
    return roots & set(pairs)


def _leads_of(ids: Collection[int]) -> Mapping[int, int]:
    """Return to which record each leads: themselves, and what was folded into them."""
    folded = Donor.objects.filter(merged_into__in=ids).values_list("pk", "merged_into")
    return {**{pk: pk for pk in ids}, **{pk: to for pk, to in folded if to is not None}}

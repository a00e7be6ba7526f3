"""Rows by plain statements are the rows that the ORM would write and read."""

import pytest
from django.db import IntegrityError, connection, transaction
from pytest_django import DjangoAssertNumQueries

from core.rows import columns, counts_of, insert, insert_unless_taken, made, planned_cursor
from jobs.models import Job
from letters.models import Letter
from tests.factories import MOMENT
from tests.letters.makers import make_letter

pytestmark = pytest.mark.django_db


def job(key: str | None = "k") -> Job:
    return Job(kind="some.kind", about="7", key=key, run_at=MOMENT, publish_at=MOMENT, created_at=MOMENT)


def test_an_inserted_row_has_its_key_and_every_value_and_can_be_saved_again() -> None:
    row = job()
    insert(row)
    assert Job.objects.filter(pk=row.pk).values().get() == {
        field.attname: getattr(row, field.attname) for field in Job._meta.concrete_fields
    }
    row.error = "Lost"
    row.save()
    assert Job.objects.get().error == "Lost"


def test_a_taken_value_is_an_error_or_a_no_and_writes_nothing() -> None:
    assert insert_unless_taken(job())
    second = job()
    assert not insert_unless_taken(second)
    assert not second.pk
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(job())
    assert Job.objects.count() == 1
    assert insert_unless_taken(job(None))
    assert insert_unless_taken(job(None))


def test_what_is_read_by_columns_is_the_object_that_the_orm_reads() -> None:
    make_letter(key="k")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns(Letter)} FROM letters_letter")
        read = made(Letter, cursor.fetchone())
    found = Letter.objects.get()
    for field in Letter._meta.concrete_fields:
        assert getattr(read, field.attname) == getattr(found, field.attname)
    assert not read._state.adding


def test_a_planned_question_is_planned_once_for_the_connection() -> None:
    for number in range(3):
        with planned_cursor() as cursor:
            cursor.execute("SELECT %(number)s::bigint + 41", {"number": number})
            assert cursor.fetchone() == (41 + number,)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s", ["%+ 41"])
        assert cursor.fetchone() == (1,)


def test_planned_questions_are_counted_like_all_others(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(1), planned_cursor() as cursor:
        cursor.execute("SELECT 1")


def test_no_plan_is_compiled() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)


def test_sets_counted_together_are_counted_as_each_by_itself(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(3):
        insert(job(f"k{number}"))
    make_letter(key="one")
    sets = [
        Job.objects.filter(kind="some.kind").order_by("-pk"),
        Job.objects.values("about").distinct(),
        Letter.objects.none(),
        Letter.objects.filter(state="queued").exclude(kind="%s"),
    ]
    with django_assert_num_queries(1):
        found = counts_of(sets)
    assert found == [rows.count() for rows in sets]
    assert counts_of([]) == []

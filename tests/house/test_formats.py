"""Days and times are written in one way: templates name a format, and both languages know the name."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.utils.formats import date_format, get_format
from django.utils.translation import override

from core.formats.en import formats as english
from core.formats.es import formats as spanish

TEMPLATES = settings.BASE_DIR / "templates"
SPELLED = re.compile(r"""\|(?:date|time):_?\(?(["'])(.*?)\1""")
# for machines, or a part of a date that stands alone
PARTS = {"c", "Y-m-d", "Y-m", "D", "F", "F Y", "T", "j", "l"}
MOMENT = datetime(2026, 12, 4, 18, 5, 9, tzinfo=UTC)


def names_in(module: object) -> set[str]:
    return {name for name in vars(module) if name.endswith("_FORMAT")}


def test_templates_name_a_format_and_spell_none_out() -> None:
    found = {
        (path.relative_to(TEMPLATES).as_posix(), wanted)
        for path in TEMPLATES.rglob("*.*")
        if path.is_file()
        for _quote, wanted in SPELLED.findall(path.read_text())
    }

    assert {wanted for _path, wanted in found} > {"DATE_FORMAT", "SHORT_DATETIME_FORMAT"}
    known = names_in(english) | PARTS
    assert sorted(place for place in found if place[1] not in known) == []


def test_both_languages_know_each_format() -> None:
    assert names_in(english) - names_in(spanish) == {"DATE_FORMAT"}  # Django's own Spanish one is ours
    assert names_in(spanish) <= names_in(english)


@pytest.mark.parametrize(
    ("name", "in_english", "in_spanish"),
    [
        ("DATE_FORMAT", "Dec 4, 2026", "4 de diciembre de 2026"),
        ("TIME_FORMAT", "6:05 PM", "18:05"),
        ("DATETIME_FORMAT", "Dec 4, 2026, 6:05 PM", "4 de diciembre de 2026, 18:05"),
        ("SHORT_DATE_FORMAT", "Dec 4, 2026", "4 dic 2026"),
        ("SHORT_DATETIME_FORMAT", "Dec 4, 2026, 6:05 PM", "4 dic 2026, 18:05"),
        ("YEAR_MONTH_FORMAT", "December 2026", "diciembre de 2026"),
        ("DAY_FORMAT", "Dec 4", "4 dic"),
        ("WEEKDAY_TIME_FORMAT", "Fri, Dec 4, 6:05 PM", "vie 4 de dic, 18:05"),
        ("LONG_DAY_FORMAT", "Friday, December 4", "viernes 4 de diciembre"),
        ("SECOND_ZONE_FORMAT", "Dec 4, 2026, 6:05:09 PM UTC", "4 dic 2026, 18:05:09 UTC"),
    ],
)
def test_days_and_times_read_alike_on_every_page(name: str, in_english: str, in_spanish: str) -> None:
    with override("en"):
        assert date_format(MOMENT, name) == in_english
    with override("es"):
        assert date_format(MOMENT, name) == in_spanish


def test_what_people_type_is_read_as_before() -> None:
    with override("es"):
        assert "%d/%m/%Y" in get_format("DATE_INPUT_FORMATS")

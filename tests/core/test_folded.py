"""Constraints and indexes are made with their table, unless they may be about a column that comes later."""

from django.db import models
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation

from core.management.commands.makemigrations import folded


def table(name: str, *columns: tuple[str, "models.Field[object, object]"]) -> CreateModel:
    return CreateModel(name, [("id", models.BigAutoField(primary_key=True)), *columns])


def not_below_zero(model: str, column: str) -> AddConstraint:
    condition = models.Q((f"{column}__gte", 0))
    return AddConstraint(model, models.CheckConstraint(name=f"{column}_positive", condition=condition))


def told(operations: list[Operation]) -> list[str]:
    return [one.__class__.__name__ for one in folded(operations, "shop")]


def test_what_is_added_goes_into_its_table_past_an_operation_that_names_it() -> None:
    sale = table("Sale", ("price", models.IntegerField()))
    line = table("Line", ("sale", models.ForeignKey("shop.Sale", models.CASCADE)))
    index = AddIndex("sale", models.Index(fields=["price"], name="by_price"))
    first, second = folded([sale, line, not_below_zero("sale", "price"), index], "shop")
    assert isinstance(first, CreateModel)
    assert [one.name for one in first.options["constraints"]] == ["price_positive"]
    assert [one.name for one in first.options["indexes"]] == ["by_price"]
    assert second is line


def test_what_may_be_about_a_later_column_comes_after_it() -> None:
    later = AddField("sale", "tip", models.IntegerField(null=True))
    found = told([table("Sale"), later, not_below_zero("sale", "tip")])
    assert found == ["CreateModel", "AddField", "AddConstraint"]
    # a column of that name elsewhere is another one
    tips = table("Line", ("tip", models.IntegerField()))
    assert told([tips, table("Sale"), later, not_below_zero("line", "tip")]) == [
        "CreateModel",
        "CreateModel",
        "AddField",
    ]


def test_what_is_added_to_a_table_of_an_older_migration_stays() -> None:
    assert told([not_below_zero("sale", "price")]) == ["AddConstraint"]

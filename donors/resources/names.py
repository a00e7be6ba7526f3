"""A name that stands in several columns of a file."""

from donors.kinds import CellRefused, Values


def join_name(values: Values, *, longest: int = 200) -> None:
    """Make one name of its parts where none is given whole. Raises: CellRefused for one that is too long."""
    parts = (values.pop("first_name", None), values.pop("last_name", None))
    whole = " ".join(str(part) for part in parts if part)
    if whole and not values.get("name"):
        values["name"] = whole
    if len(str(values.get("name") or "")) > longest:
        raise CellRefused("cell_long", field="name", limit=longest)

"""The two parts of pgtrigger that carry no types, said once."""

import pgtrigger


def update_of(*columns: str) -> pgtrigger.Operation:
    """Return the operation that is an update of these columns, whatever it writes there."""
    return pgtrigger.UpdateOf(*columns)  # type: ignore[no-untyped-call] # pgtrigger has no type there


def new_rows_as(name: str) -> pgtrigger.Referencing:
    """Return what lets a statement's trigger read all rows that it wrote, under this name."""
    return pgtrigger.Referencing(new=name)  # type: ignore[no-untyped-call] # pgtrigger has no type there

"""The letters about shifts: what each says, and the rows that make them leave."""

from volunteers.letters.staff import tell_staff
from volunteers.letters.turns import tell

__all__ = ["tell", "tell_staff"]

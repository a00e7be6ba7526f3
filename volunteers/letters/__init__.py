"""The letters about shifts: what each says, and the rows that make them leave."""

from volunteers.letters import screening_kinds
from volunteers.letters.lockdown import tell_signed_out
from volunteers.letters.several import Move, tell_cancelled, tell_moves
from volunteers.letters.staff import tell_staff
from volunteers.letters.turns import tell

__all__ = [
    "Move",
    "screening_kinds",
    "tell",
    "tell_cancelled",
    "tell_moves",
    "tell_signed_out",
    "tell_staff",
]

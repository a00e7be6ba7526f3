"""Pages of donors: the list on the desk, their own addresses."""

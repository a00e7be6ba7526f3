"""Pages for those who give time."""

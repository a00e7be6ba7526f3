"""Tags of the pages about time."""

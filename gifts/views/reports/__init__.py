"""Reports: what was given, by whom, and down to each gift."""

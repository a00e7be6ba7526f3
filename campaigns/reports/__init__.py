"""Reads of what we ask for and of what gifts made possible."""

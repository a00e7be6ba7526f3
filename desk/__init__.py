"""The desk package."""

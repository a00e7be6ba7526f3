"""The letters package."""

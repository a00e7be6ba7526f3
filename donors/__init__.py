"""The donors package."""

"""The tests package."""

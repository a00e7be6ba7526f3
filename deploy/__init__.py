"""The deploy package."""

"""The volunteers package."""

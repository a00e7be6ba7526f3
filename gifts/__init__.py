"""The gifts package."""

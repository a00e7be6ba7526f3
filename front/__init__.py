"""The front package."""

"""The gateway package."""

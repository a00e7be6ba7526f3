"""The actions package."""

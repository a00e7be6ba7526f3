"""Commands of volunteers."""

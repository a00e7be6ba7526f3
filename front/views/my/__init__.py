"""One place for a person who gives, volunteers, or both."""

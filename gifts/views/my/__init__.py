"""A donor's own recurring gifts."""

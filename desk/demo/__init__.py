"""The demo organisation: believable, made anew on any machine, and nobody's."""

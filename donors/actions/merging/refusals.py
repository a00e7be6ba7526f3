"""Why two records are not merged, or a merge is not undone."""


class MergeRefused(Exception):
    """A sentence for the person who asked."""

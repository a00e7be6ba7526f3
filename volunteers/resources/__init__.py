"""What of volunteers can be imported, found when Django starts (`donors.apps`)."""

from volunteers.resources import volunteers

__all__ = ["volunteers"]

"""What can be imported here, and how its cells are read. Found when Django starts."""

from donors.resources import own
from donors.resources.donors import DonorResource

__all__ = ["DonorResource", "own"]

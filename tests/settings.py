"""The settings of tests: the house's, but style sheets are read where they lie, and passwords cost little."""

from core.settings import *  # noqa: F403 - the house's settings, whole
from core.settings import STORAGES

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
PASSWORD_HASHERS = ["tests.hashing.CheapArgon2"]

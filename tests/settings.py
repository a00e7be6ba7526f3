"""The settings of tests: those of the house, but style sheets are read where they lie, not collected."""

from core.settings import *  # noqa: F403 - the house's settings, whole
from core.settings import STORAGES

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True

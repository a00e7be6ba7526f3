"""The house without its middleware: what a single bare view costs under the same server."""

import os

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")
django.setup()
# after the set-up, since allauth wants to see its own middleware there
settings.MIDDLEWARE = []
settings.ROOT_URLCONF = "benchmarks.bare_urls"

application = WSGIHandler()

"""Celery carries ids of jobs to workers; the rows of `jobs` are the truth. See docs/decisions/0002."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")

app = Celery("safe_harbor", include=["jobs.bell"])
app.config_from_object("django.conf:settings", namespace="CELERY")
# workers take from both in turn, so that ten thousand letters do not hold up a payment
app.conf.task_queues = {"jobs": {"routing_key": "jobs"}, "patient": {"routing_key": "patient"}}

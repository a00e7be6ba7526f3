"""Addresses of the work queue. It is named for the app that it shows."""

from django.urls import path

from desk.views import work

app_name = "jobs"
urlpatterns = [
    path("desk/jobs/", work.dead_jobs, name="list"),
    path("desk/jobs/<int:job_id>/retry/", work.retry, name="retry"),
]

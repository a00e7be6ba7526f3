"""Texts of jobs: work that waits."""

from core.texts.text import Text

JOBS: dict[str, Text] = {
    "jobs.Job.key": Text("what makes doing it twice impossible", 160, "administrator", "machine", "90 days"),
    "jobs.Job.error": Text("kind of the last error", 200, "administrator", "machine", "90 days"),
}

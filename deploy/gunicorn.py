"""How the web server runs: `gunicorn -c deploy/gunicorn.py core.wsgi`. Threads wait for SQL and Stripe."""

import os

from core.logs import logging_config

bind = os.environ.get("BIND", "127.0.0.1:8400")
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 16
worker_class = "gthread"
# the proxy in front answers faster than this; a page that takes longer is a bug to find
timeout = 30
graceful_timeout = 20
keepalive = 5
# memory that grows somewhere is given back, and not by all workers at once
max_requests = 5000
max_requests_jitter = 500
worker_tmp_dir = "/dev/shm"  # noqa: S108  # nosec B108 - the server's own heartbeats; a disk could stall them
control_socket_disable = True
# the house logs each request itself, without query and address
accesslog = None
logconfig_dict = logging_config()
# gunicorn would add handlers of its own to these two
logconfig_dict["loggers"] |= {
    "gunicorn.error": {"level": "INFO", "handlers": ["lines"], "propagate": False},
    "gunicorn.access": {"level": "CRITICAL", "handlers": [], "propagate": False},
}

#!/usr/bin/env python3
"""Django's command line, for the database of DATABASE_URL or the private one."""

import os
import sys

from django.core.management import execute_from_command_line

from deploy import private_postgres

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")
    private_postgres.announce()
    execute_from_command_line(sys.argv)

#!/bin/sh
# Until the first release every app keeps one clean initial migration: this writes them anew from the models.
# The extensions' migration says that it runs before them, so it must step aside while they do not exist.
set -eu
cd "$(dirname "$0")/.."
mkdir -p var
exec 9>var/migrations.lock
flock 9
rm -f ./*/migrations/0001_initial.py
mv core/migrations/0001_extensions.py var/0001_extensions.py
trap 'mv var/0001_extensions.py core/migrations/0001_extensions.py' EXIT
"${PYTHON:-var/venv/bin/python}" manage.py makemigrations -v1 accounts campaigns donors gifts jobs letters receipts volunteers

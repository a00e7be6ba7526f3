#!/bin/sh
# Until the first release every app keeps one clean initial migration: this writes them anew from the models.
# The extensions' migration says that it runs before them, so it must step aside while they do not exist.
# Where the models cannot be read, everything is put back as it was.
set -eu
cd "$(dirname "$0")/.."
mkdir -p var
exec 9>var/migrations.lock
flock 9
kept=$(mktemp -d)
for file in */migrations/000*.py; do
    mkdir -p "$kept/$(dirname "$file")"
    mv "$file" "$kept/$file"
done
put_back() {
    (cd "$kept" && find . -name "000*.py") | while read -r file; do [ -e "$file" ] || cp "$kept/$file" "$file"; done
    rm -rf "$kept"
}
trap put_back EXIT
"${PYTHON:-var/venv/bin/python}" manage.py makemigrations --no-header -v1 accounts campaigns donors gifts jobs letters receipts volunteers

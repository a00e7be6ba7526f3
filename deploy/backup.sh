#!/bin/sh
# Writes one backup: the database and the uploads, with a checksum. Run it from a timer as the service's user.
#   DATABASE_URL=… MEDIA_ROOT=… deploy/backup.sh /var/backups/safe-harbor
# Keys are not in it: without them a stolen backup opens no second factor and no place. Keep them elsewhere.
set -eu
umask 077
folder=${1:?"say where backups go"}
: "${DATABASE_URL:?"is not set"}"
media=${MEDIA_ROOT:-$(dirname "$0")/../var/media}
keep=${KEEP_DAYS:-35}
name=$(date -u +%Y%m%dT%H%M%SZ)
mkdir -p "$folder"
part=$(mktemp -d "$folder/.part.XXXXXX")
trap 'rm -rf "$part"' EXIT
pg_dump --format=custom --no-owner --no-privileges --file="$part/database.dump" "$DATABASE_URL"
if [ -d "$media" ]; then tar -C "$media" -cf "$part/media.tar" .; else tar -cf "$part/media.tar" -T /dev/null; fi
(cd "$part" && sha256sum database.dump media.tar >SHA256SUMS)
mv "$part" "$folder/$name"
trap - EXIT
find "$folder" -mindepth 1 -maxdepth 1 -type d -name '20*Z' -mtime "+$keep" -exec rm -rf {} +
echo "$folder/$name"

#!/bin/sh
# Proves that a backup can be restored: into a database of its own, which is dropped afterwards.
#   DATABASE_URL=… deploy/restore_drill.sh /var/backups/safe-harbor/20261125T120000Z
# The role of DATABASE_URL needs CREATEDB. Nothing that is in use is touched.
set -eu
backup=${1:?"say which backup"}
: "${DATABASE_URL:?"is not set"}"
python=${PYTHON:-$(dirname "$0")/../var/venv/bin/python}
scratch="restore_drill_$(date -u +%Y%m%d%H%M%S)"
# the same server, another database
server=${DATABASE_URL%%\?*}
options=${DATABASE_URL#"$server"}
target="${server%/*}/$scratch$options"
started=$(date +%s)

(cd "$backup" && sha256sum --check --quiet SHA256SUMS)
psql --quiet --no-psqlrc "$DATABASE_URL" --command "CREATE DATABASE $scratch"
trap 'psql --quiet --no-psqlrc "$DATABASE_URL" --command "DROP DATABASE IF EXISTS $scratch WITH (FORCE)"' EXIT
pg_restore --exit-on-error --no-owner --no-privileges --dbname="$target" "$backup/database.dump"
tar -tf "$backup/media.tar" >/dev/null

ask() { psql --no-psqlrc --tuples-only --no-align "$target" --command "$1"; }
DATABASE_URL="$target" "$python" "$(dirname "$0")/../manage.py" migrate --check --skip-checks >/dev/null ||
    echo "note: this code is newer than the backup; migrations would follow"
echo "gifts          $(ask 'SELECT count(*) FROM gifts_gift')"
echo "ledger lines   $(ask 'SELECT count(*) FROM gifts_ledgerline')"
echo "ledger sum     $(ask "SELECT coalesce(string_agg(currency || ' ' || total, ', '), 'none') FROM (SELECT currency, sum(amount) AS total FROM gifts_ledgerline GROUP BY currency) AS sums")"
echo "receipts       $(ask 'SELECT count(*) FROM receipts_receipt')"
echo "frozen rows    $(ask "SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'pgtrigger_%'") triggers guard them"
[ "$(ask "SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'pgtrigger_%'")" -gt 0 ]
echo "restored and read in $(($(date +%s) - started)) s"

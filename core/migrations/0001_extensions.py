"""The extensions of PostgreSQL that constraints and search stand on."""

from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations


class Migration(migrations.Migration):
    """Runs before every table that needs them."""

    initial = True
    dependencies = []
    run_before = [("donors", "0001_initial"), ("volunteers", "0001_initial")]
    operations = [TrigramExtension(), BtreeGistExtension()]

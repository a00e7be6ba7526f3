import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Donor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('person', 'Person'), ('organisation', 'Organisation')], default='person', max_length=12)),
                ('name', models.CharField(max_length=200)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('phone', models.CharField(blank=True, max_length=30)),
                ('language', models.CharField(choices=[('en', 'English'), ('es', 'Spanish')], default='en', max_length=2)),
                ('customer_id', models.CharField(blank=True, help_text="Stripe's customer, the newest one", max_length=80)),
                ('wants_news', models.BooleanField(default=False)),
                ('wants_news_since', models.DateTimeField(blank=True, null=True)),
                ('contact', models.CharField(choices=[('usual', 'Mail as usual'), ('neutral', 'Neutral mail'), ('portal', 'This page only, no mail')], default='usual', max_length=10)),
                ('no_post', models.BooleanField(default=False)),
                ('no_phone', models.BooleanField(default=False)),
                ('quiet_until', models.DateField(blank=True, help_text='no letter but those we owe until then', null=True)),
                ('erased_at', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('other_emails', models.TextField(blank=True, default='', editable=False, help_text='by trigger: the addresses of OtherEmail, for search')),
                ('search_text', models.GeneratedField(db_persist=True, expression=django.db.models.functions.text.Concat(models.Value(' '), models.Func(django.db.models.functions.text.Lower('name'), models.Value('áàâäãåāăąçćčďéèêëēėęěğíìîïīįłñńňóòôöõøōőŕřśşšťúùûüūůűųýÿźżž'), models.Value('aaaaaaaaacccdeeeeeeeegiiiiiilnnnoooooooorrssstuuuuuuuuyyzzz'), function='TRANSLATE'), models.Value(' '), models.F('email'), models.Value(' '), models.Func(models.F('phone'), models.Value('\\D'), models.Value(''), models.Value('g'), function='REGEXP_REPLACE'), models.Value(' '), models.F('other_emails'), output_field=models.TextField()), output_field=models.TextField())),
                ('merged_into', models.ForeignKey(blank=True, help_text='the record that stands for this one; its columns stay as they were', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='folded', to='donors.donor')),
                ('user', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='donor', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['search_text'], name='donor_search', opclasses=['gin_trgm_ops']), models.Index(fields=['-created_at', '-id'], name='donors_newest'), models.Index(condition=models.Q(('customer_id', ''), _negated=True), fields=['customer_id'], name='donor_by_customer')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('email', ''), _negated=True), fields=('email',), name='one_donor_per_email'), models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='donor_email_in_lower_case'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='donor_has_a_name'), models.CheckConstraint(condition=models.Q(('contact__in', ['usual', 'neutral', 'portal'])), name='donor_contact_is_known'), models.CheckConstraint(condition=models.Q(('merged_into', None), ('user', None), _connector='OR'), name='merged_donor_signs_in_no_more'), models.CheckConstraint(condition=models.Q(('merged_into', None), models.Q(('merged_into', models.F('id')), _negated=True), _connector='OR'), name='donor_is_not_merged_into_itself')],
            },
        ),
        migrations.CreateModel(
            name='Address',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(blank=True, max_length=40, verbose_name='What you call it')),
                ('line1', models.CharField(max_length=200)),
                ('line2', models.CharField(blank=True, max_length=200)),
                ('city', models.CharField(blank=True, max_length=120)),
                ('region', models.CharField(blank=True, max_length=120)),
                ('postal_code', models.CharField(blank=True, max_length=20)),
                ('country', models.CharField(default='US', max_length=2)),
                ('is_primary', models.BooleanField(default=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('donor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='addresses', to='donors.donor')),
            ],
            options={
                'indexes': [models.Index(fields=['region'], name='addresses_by_region'), models.Index(fields=['postal_code'], name='addresses_by_postal_code', opclasses=['varchar_pattern_ops'])],
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_primary', True)), fields=('donor',), name='one_primary_address_per_donor')],
            },
        ),
        migrations.CreateModel(
            name='DonorMerge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('moved', models.JSONField(default=dict)),
                ('stayed', models.JSONField(default=dict)),
                ('before', models.JSONField(default=dict)),
                ('after', models.JSONField(default=dict)),
                ('at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('folded', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='donors.donor')),
                ('kept', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges', to='donors.donor')),
                ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['kept', '-id'], name='merges_of_donor')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kept', models.F('folded')), _negated=True), name='merge_is_of_two_donors'), models.UniqueConstraint(condition=models.Q(('undone_at', None)), fields=('folded',), name='one_standing_merge_per_folded_donor'), models.CheckConstraint(condition=models.Q(models.Q(('undone_at', None), ('undone_by', None)), models.Q(('undone_at__isnull', False), ('undone_by__isnull', False)), _connector='OR'), name='merge_undone_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='DuplicateKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.BigIntegerField(help_text='hash of a kind and a value')),
                ('donor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='donors.donor')),
            ],
            options={
                'indexes': [models.Index(fields=['key', 'donor'], name='duplicate_key')],
                'constraints': [models.UniqueConstraint(fields=('donor', 'key'), name='one_key_per_donor')],
            },
        ),
        migrations.CreateModel(
            name='DuplicatePair',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('score', models.PositiveSmallIntegerField(help_text='of a hundred')),
                ('reasons', models.JSONField(default=list, help_text='codes, the strongest first')),
                ('mark', models.CharField(help_text='hash of what was compared', max_length=64)),
                ('state', models.CharField(choices=[('open', 'To look at'), ('dismissed', 'Two different donors'), ('merged', 'Merged')], default='open', max_length=10)),
                ('found_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('left', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='donors.donor')),
                ('right', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='donors.donor')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'open')), fields=['-score', '-id'], name='duplicate_pairs_open'), models.Index(fields=['right'], name='duplicate_pairs_of_right')],
                'constraints': [models.UniqueConstraint(fields=('left', 'right'), name='one_pair_of_two_donors'), models.CheckConstraint(condition=models.Q(('left__lt', models.F('right'))), name='pair_left_before_right'), models.CheckConstraint(condition=models.Q(('score__lte', 100)), name='pair_score_of_a_hundred'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'dismissed', 'merged'])), name='pair_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='pair_decided_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='DuplicateRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('phase', models.CharField(choices=[('keys', 'Reading the records'), ('pairs', 'Comparing them'), ('done', 'Done'), ('stopped', 'Stopped')], default='keys', max_length=8)),
                ('total', models.PositiveIntegerField(help_text='records when it began')),
                ('last_id', models.BigIntegerField(default=0, help_text='the phase came as far as this record')),
                ('done', models.PositiveIntegerField(default=0, help_text='records of the phase')),
                ('compared', models.PositiveBigIntegerField(default=0)),
                ('found', models.PositiveIntegerField(default=0, help_text='pairs that were new')),
                ('started_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(null=True)),
                ('started_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.Value(1), condition=models.Q(('finished_at', None)), name='one_search_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('finished_at', None), ('phase__in', ['keys', 'pairs'])), models.Q(('finished_at__isnull', False), ('phase__in', ['done', 'stopped'])), _connector='OR'), name='search_finished_has_time')],
            },
        ),
        migrations.CreateModel(
            name='ExternalId',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(help_text='which program, in lower case', max_length=40)),
                ('key', models.CharField(max_length=100)),
                ('donor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='external_ids', to='donors.donor')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('source', 'key'), name='one_donor_per_external_id'), models.CheckConstraint(condition=models.Q(models.Q(('source', ''), _negated=True), models.Q(('key', ''), _negated=True)), name='external_id_says_something')],
            },
        ),
        migrations.CreateModel(
            name='Household',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('formal_greeting', models.CharField(max_length=200)),
                ('informal_greeting', models.CharField(max_length=200)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('search_text', models.GeneratedField(db_persist=True, expression=django.db.models.functions.text.Concat(models.Value(' '), models.Func(django.db.models.functions.text.Lower('formal_greeting'), models.Value('áàâäãåāăąçćčďéèêëēėęěğíìîïīįłñńňóòôöõøōőŕřśşšťúùûüūůűųýÿźżž'), models.Value('aaaaaaaaacccdeeeeeeeegiiiiiilnnnoooooooorrssstuuuuuuuuyyzzz'), function='TRANSLATE'), models.Value(' '), models.Func(django.db.models.functions.text.Lower('informal_greeting'), models.Value('áàâäãåāăąçćčďéèêëēėęěğíìîïīįłñńňóòôöõøōőŕřśşšťúùûüūůűųýÿźżž'), models.Value('aaaaaaaaacccdeeeeeeeegiiiiiilnnnoooooooorrssstuuuuuuuuyyzzz'), function='TRANSLATE'), output_field=models.TextField()), output_field=models.TextField())),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['search_text'], name='household_search', opclasses=['gin_trgm_ops']), models.Index(fields=['-created_at', '-id'], name='households_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('formal_greeting', ''), _negated=True), models.Q(('informal_greeting', ''), _negated=True)), name='household_has_both_greetings')],
            },
        ),
        migrations.AddField(
            model_name='donor',
            name='household',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='donors', to='donors.household'),
        ),
        migrations.CreateModel(
            name='Import',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('format', models.CharField(blank=True, help_text='a known file; empty: its columns are mapped', max_length=40)),
                ('source', models.CharField(help_text='whose ids the file carries', max_length=40)),
                ('file_name', models.CharField(max_length=100)),
                ('encoding', models.CharField(max_length=20)),
                ('delimiter', models.CharField(max_length=1)),
                ('header', models.JSONField(default=list)),
                ('samples', models.JSONField(default=list, help_text='the first rows, until it is read')),
                ('mapping', models.JSONField(default=dict, help_text='by field, the number of the column')),
                ('only_adds', models.BooleanField(default=False, help_text='what a record says already stays')),
                ('size', models.PositiveIntegerField(help_text='bytes')),
                ('rows', models.PositiveIntegerField(default=0, help_text='lines of data in the file')),
                ('rows_read', models.PositiveIntegerField(default=0)),
                ('counts', models.JSONField(default=dict, help_text='how many rows by verdict or outcome')),
                ('state', models.CharField(choices=[('mapping', 'Columns to be named'), ('reading', 'Being read'), ('ready', 'To be looked at'), ('applying', 'Being written'), ('applied', 'Written'), ('undoing', 'Being undone'), ('undone', 'Undone'), ('cancelled', 'Given up'), ('failed', 'Could not be read')], default='mapping', max_length=10)),
                ('failure', models.JSONField(default=list, help_text='code and facts of the sentence')),
                ('turn', models.PositiveSmallIntegerField(default=1, help_text='how often its work was begun or taken up')),
                ('created_at', models.DateTimeField()),
                ('worked_at', models.DateTimeField(help_text='when its work last got on')),
                ('applied_at', models.DateTimeField(null=True)),
                ('undo_rows', models.PositiveIntegerField(default=0, help_text='rows to be undone, as they were counted')),
                ('undone_at', models.DateTimeField(null=True)),
                ('emptied_at', models.DateTimeField(help_text='when its file and the words of its rows went', null=True)),
                ('applied_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('undo_asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['-created_at', '-id'], name='imports_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['mapping', 'reading', 'ready', 'applying', 'applied', 'undoing', 'undone', 'cancelled', 'failed'])), name='import_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['applied', 'undoing', 'undone']), _negated=True), ('applied_at__isnull', False), _connector='OR'), name='applied_import_has_time'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'undone'), _negated=True), ('undone_at__isnull', False), _connector='OR'), name='undone_import_has_time'), models.CheckConstraint(condition=models.Q(('undo_rows__lte', 20), ('undone_by', None), models.Q(('undo_asked_by__isnull', False), models.Q(('undo_asked_by', models.F('undone_by')), _negated=True)), _connector='OR'), name='undoing_many_rows_takes_two_people')],
            },
        ),
        migrations.CreateModel(
            name='ImportMapping',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('header_hash', models.CharField(max_length=64)),
                ('source', models.CharField(max_length=40)),
                ('mapping', models.JSONField(default=dict, help_text='by field, the name of the column')),
                ('only_adds', models.BooleanField(default=False)),
                ('at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'header_hash'), name='one_mapping_per_kind_and_header')],
            },
        ),
        migrations.CreateModel(
            name='ImportPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('content', models.BinaryField()),
                ('run', models.ForeignKey(db_column='import_id', on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='donors.import')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('run', 'number'), name='one_import_part_per_number')],
            },
        ),
        migrations.CreateModel(
            name='ImportRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(help_text='as a spreadsheet counts: the names of columns are row 1')),
                ('verdict', models.CharField(choices=[('read', 'Read'), ('new', 'New'), ('changed', 'Changed'), ('same', 'Same'), ('maybe', 'Maybe known'), ('refused', 'Refused'), ('left_out', 'Left out')], default='read', max_length=10)),
                ('outcome', models.CharField(blank=True, choices=[('', '–'), ('done', 'Written'), ('stale', 'Changed by somebody meanwhile'), ('undone', 'Undone'), ('kept', 'Used since, so it stays')], default='', max_length=8)),
                ('title', models.CharField(blank=True, help_text='what the row is about, for the eye', max_length=200)),
                ('values', models.JSONField(default=dict)),
                ('problems', models.JSONField(default=list, help_text='field, code and facts of each sentence')),
                ('target', models.CharField(blank=True, default='', help_text='key of the record it is', max_length=40)),
                ('chosen', models.CharField(blank=True, default='', help_text="key that a person chose; 'new' or 'skip'", max_length=40)),
                ('doubts', models.JSONField(default=list, help_text='keys of records that it may be')),
                ('before', models.JSONField(default=dict)),
                ('after', models.JSONField(default=dict)),
                ('made', models.JSONField(default=dict, help_text='ids of what was made along with the record')),
                ('run', models.ForeignKey(db_column='import_id', db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='donors.import')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('verdict', 'read'), _negated=True), fields=['run', 'verdict', 'number'], name='import_rows_by_verdict'), models.Index(condition=models.Q(('target', ''), _negated=True), fields=['target'], name='import_rows_of_target')],
                'constraints': [models.UniqueConstraint(fields=('run', 'number'), name='one_import_row_per_number'), models.CheckConstraint(condition=models.Q(('verdict__in', ['read', 'new', 'changed', 'same', 'maybe', 'refused', 'left_out'])), name='import_row_verdict_is_known'), models.CheckConstraint(condition=models.Q(('outcome__in', ['', 'done', 'stale', 'undone', 'kept'])), name='import_row_outcome_is_known')],
            },
        ),
        migrations.CreateModel(
            name='MergeRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('merge', 'Merge'), ('undo', 'Undo a merge')], max_length=6)),
                ('choices', models.JSONField(default=dict, help_text='whose value stays, by column')),
                ('rows', models.PositiveIntegerField(help_text='that would move')),
                ('mark', models.CharField(help_text='hash of what both records held', max_length=64)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('approved', 'Approved'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn'), ('expired', 'Expired, since a record changed')], default='waiting', max_length=10)),
                ('asked_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('folded', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='donors.donor')),
                ('kept', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='donors.donor')),
                ('merge', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='donors.donormerge')),
            ],
            options={
                'indexes': [models.Index(fields=['-asked_at', '-id'], name='merge_requests_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kept', models.F('folded')), _negated=True), name='merge_request_is_of_two_donors'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['approved', 'declined']), _negated=True), models.Q(('decided_by__isnull', False), models.Q(('decided_by', models.F('asked_by')), _negated=True)), _connector='OR'), name='merge_request_is_decided_by_another'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('state', 'waiting')), models.Q(('state__in', ['approved', 'declined', 'withdrawn', 'expired']), ('decided_at__isnull', False)), _connector='OR'), name='merge_request_ended_has_time'), models.CheckConstraint(condition=models.Q(('kind', 'merge'), models.Q(('kind', 'undo'), ('merge__isnull', False)), _connector='OR'), name='merge_request_to_undo_says_which'), models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('kept', 'folded'), name='one_waiting_request_per_two_donors')],
            },
        ),
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(blank=True, max_length=500)),
                ('at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('corrects', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='correction', to='donors.note')),
                ('donor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='donors.donor')),
                ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['donor', '-at', '-id'], name='notes_of_donor')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_by', None), models.Q(('text', ''), _negated=True)), models.Q(('text', ''), ('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='note_has_words_until_it_is_withdrawn'), models.CheckConstraint(condition=models.Q(('corrects', None), models.Q(('corrects', models.F('id')), _negated=True), _connector='OR'), name='note_corrects_another')],
            },
        ),
        migrations.CreateModel(
            name='OtherEmail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, unique=True)),
                ('label', models.CharField(blank=True, max_length=40, verbose_name='What it is')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('donor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='more_emails', to='donors.donor')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='other_email_in_lower_case'), models.CheckConstraint(condition=models.Q(('email', ''), _negated=True), name='other_email_is_written')],
            },
        ),
        migrations.CreateModel(
            name='Relationship',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('spouse', 'Spouse or partner'), ('relative', 'Relative'), ('friend', 'Friend'), ('employer', 'Employer'), ('adviser', 'Adviser of this fund'), ('contact', 'Contact at this organisation'), ('trustee', 'Trustee or board member'), ('owner', 'Owner of this business')], max_length=10)),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('created_at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='relationships_of', to='donors.donor')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='relationships_to', to='donors.donor')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('first', models.F('second')), _negated=True), name='relationship_is_of_two_donors'), models.CheckConstraint(condition=models.Q(('kind__in', ['spouse', 'relative', 'friend', 'employer', 'adviser', 'contact', 'trustee', 'owner'])), name='relationship_kind_is_known'), models.UniqueConstraint(fields=('first', 'second', 'kind'), name='relationship_stands_once'), models.UniqueConstraint(django.db.models.functions.comparison.Least('first', 'second'), django.db.models.functions.comparison.Greatest('first', 'second'), models.F('kind'), condition=models.Q(('kind__in', ['spouse', 'relative', 'friend'])), name='mutual_relationship_stands_once')],
            },
        ),
        migrations.CreateModel(
            name='Tag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40)),
                ('created_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('name'), name='tag_name_stands_once'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='tag_has_a_name')],
            },
        ),
        migrations.CreateModel(
            name='Tagging',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('donor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='taggings', to='donors.donor')),
                ('tag', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='taggings', to='donors.tag')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('tag', 'donor'), name='donor_carries_a_tag_once')],
            },
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120)),
                ('due_on', models.DateField()),
                ('created_at', models.DateTimeField()),
                ('done_at', models.DateTimeField(null=True)),
                ('assigned_to', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to=settings.AUTH_USER_MODEL)),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('done_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('donor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='tasks', to='donors.donor')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('done_at', None)), fields=['assigned_to', 'due_on'], name='tasks_open_of_one'), models.Index(condition=models.Q(('done_at', None)), fields=['due_on'], name='tasks_open'), models.Index(fields=['donor', '-created_at', '-id'], name='tasks_of_donor'), models.Index(condition=models.Q(('done_at__isnull', False)), fields=['-done_at', '-id'], name='tasks_done')],
                'constraints': [models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='task_says_what_to_do'), models.CheckConstraint(condition=models.Q(models.Q(('done_at', None), ('done_by', None)), models.Q(('done_at__isnull', False), ('done_by__isnull', False)), _connector='OR'), name='task_that_is_done_says_by_whom')],
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('topic', models.CharField(max_length=40)),
                ('is_given', models.BooleanField()),
                ('source', models.CharField(choices=[('giving', 'Giving page'), ('own_page', 'Own page'), ('link', 'Link in a letter'), ('staff', 'Staff')], max_length=10)),
                ('wording', models.CharField(blank=True, max_length=400)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL)),
                ('donor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='donors.donor')),
            ],
            options={
                'indexes': [models.Index(fields=['donor', 'topic', '-at'], name='consents_of_donor')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='consent',
            trigger=pgtrigger.compiler.Trigger(name='consent_is_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_given" IS DISTINCT FROM (NEW."is_given") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."topic" IS DISTINCT FROM (NEW."topic") OR OLD."wording" IS DISTINCT FROM (NEW."wording"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='a31862941935df953a5d4426789a49a31457f09b', operation='UPDATE', pgid='pgtrigger_consent_is_append_only_0bf41', table='donors_consent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='donor',
            constraint=models.CheckConstraint(condition=models.Q(('erased_at', None), models.Q(('customer_id', ''), ('email', ''), ('household', None), ('phone', ''), ('user', None), ('wants_news', False), ('other_emails', '')), _connector='OR'), name='erased_donor_keeps_nothing_personal'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='donor',
            trigger=pgtrigger.compiler.Trigger(name='donor_email_is_no_other_s', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (NEW.email <> '')", func="\n                    PERFORM pg_advisory_xact_lock_shared(4026112);\n                    IF EXISTS (SELECT 1 FROM donors_otheremail WHERE email = NEW.email) THEN\n                        RAISE EXCEPTION 'another donor is known by this address' USING ERRCODE = '23505';\n                    END IF;\n                    RETURN NEW;\n                ", hash='07f8b8bf11e236155817f496eede154c6cda2e13', operation='INSERT OR UPDATE OF "email"', pgid='pgtrigger_donor_email_is_no_other_s_ba7bb', table='donors_donor', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='note',
            trigger=pgtrigger.compiler.Trigger(name='note_is_not_rewritten', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.at IS DISTINCT FROM NEW.at OR OLD.by_id IS DISTINCT FROM NEW.by_id OR OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at OR NEW.text <> '' AND NEW.text <> OLD.text)", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='e89720b9b9f39e26c7e8013d68df643ba823de39', operation='UPDATE', pgid='pgtrigger_note_is_not_rewritten_f867c', table='donors_note', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='otheremail',
            trigger=pgtrigger.compiler.Trigger(name='other_email_is_nobody_s_own', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        PERFORM pg_advisory_xact_lock(4026112);\n        IF EXISTS (SELECT 1 FROM donors_donor WHERE email = NEW.email) THEN\n            RAISE EXCEPTION 'this address is a donor''s own' USING ERRCODE = '23505';\n        END IF;\n        RETURN NEW;\n    ", hash='8461413f390aa4b1b06edc0142606e4bceb64519', operation='INSERT OR UPDATE OF "email"', pgid='pgtrigger_other_email_is_nobody_s_own_7760f', table='donors_otheremail', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='otheremail',
            trigger=pgtrigger.compiler.Trigger(name='other_emails_are_searched', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        UPDATE donors_donor SET other_emails = COALESCE(\n            (SELECT string_agg(email, ' ' ORDER BY email)\n             FROM donors_otheremail WHERE donor_id = donors_donor.id), '')\n        WHERE id IN (CASE WHEN TG_OP <> 'DELETE' THEN NEW.donor_id END,\n                     CASE WHEN TG_OP <> 'INSERT' THEN OLD.donor_id END);\n        RETURN NULL;\n    ", hash='35d51d291518d483e4dde2283735a0b43757bef2', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_other_emails_are_searched_692bf', table='donors_otheremail', when='AFTER')),
        ),
    ]

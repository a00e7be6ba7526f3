import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('donors', '0001_initial'),
        ('gifts', '0001_initial'),
        ('volunteers', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('kind', models.CharField(choices=[('simple_receipt', 'Receipt under $250'), ('acknowledgment', 'Acknowledgment of $250 or more'), ('quid_pro_quo', 'Receipt for a payment with a benefit'), ('sales_receipt_only', 'Record of a purchase'), ('noncash_acknowledgment', 'Acknowledgment of property'), ('vehicle_1098c', 'Acknowledgment of a vehicle'), ('qcd_letter', 'Letter for a distribution from an IRA'), ('thank_you_only', 'Thanks for a grant'), ('volunteer_expense_letter', "Letter for a volunteer's expenses"), ('annual_statement', 'Annual receipt'), ('official_receipt', 'Official receipt')], max_length=30)),
                ('status', models.CharField(choices=[('live', 'Valid'), ('void', 'Void'), ('replaced', 'Replaced')], default='live', max_length=10)),
                ('language', models.CharField(max_length=2)),
                ('issued_at', models.DateTimeField()),
                ('tax_year', models.PositiveSmallIntegerField()),
                ('amount', models.DecimalField(decimal_places=2, help_text='what is deductible of its lines; zero where that is not ours to say', max_digits=12)),
                ('snapshot', models.JSONField(help_text='everything the paper says, frozen')),
                ('snapshot_sha256', models.CharField(max_length=64)),
                ('template_version', models.PositiveSmallIntegerField()),
                ('check_code', models.CharField(max_length=40, unique=True)),
                ('pdf', models.BinaryField(null=True)),
                ('pdf_sha256', models.CharField(blank=True, default='', max_length=64)),
                ('void_reason', models.CharField(blank=True, choices=[('', 'None'), ('refunded', 'the gift was refunded'), ('disputed', 'the gift was disputed'), ('corrected', 'corrected'), ('mistaken', 'issued by mistake'), ('reversed', 'the gift was taken out of the books'), ('lost_paper', 'the paper was lost')], default='', max_length=12)),
                ('voided_at', models.DateTimeField(null=True)),
                ('left_at', models.DateTimeField(help_text='when it first left the house: by letter, by post, as a download', null=True)),
                ('donor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='receipts', to='donors.donor')),
                ('issued_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                ('replaces', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='receipts.receipt')),
                ('voided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('volunteer', models.ForeignKey(help_text='of a letter about expenses', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='receipts', to='volunteers.volunteer')),
            ],
            options={
                'indexes': [models.Index(fields=['-issued_at', '-id'], name='receipts_newest'), models.Index(fields=['donor', '-issued_at', '-id'], name='receipts_of_donor'), models.Index(condition=models.Q(('status', 'live')), fields=['tax_year', 'donor'], name='receipts_live_of_year')],
                'constraints': [models.CheckConstraint(condition=models.Q(('number__gt', 0)), name='receipt_number_is_positive'), models.CheckConstraint(condition=models.Q(('kind__in', ['simple_receipt', 'acknowledgment', 'quid_pro_quo', 'sales_receipt_only', 'noncash_acknowledgment', 'vehicle_1098c', 'qcd_letter', 'thank_you_only', 'volunteer_expense_letter', 'annual_statement', 'official_receipt'])), name='receipt_kind_is_known'), models.CheckConstraint(condition=models.Q(('volunteer', None), models.Q(('amount', 0), ('donor', None), ('kind', 'volunteer_expense_letter')), _connector='OR'), name='receipt_of_a_volunteer_is_about_expenses'), models.CheckConstraint(condition=models.Q(('voided_by', None), models.Q(('status', 'live'), _negated=True), _connector='OR'), name='receipt_that_lives_was_ended_by_nobody'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'live'), ('void_reason', ''), ('voided_at__isnull', True)), models.Q(models.Q(('status', 'live'), _negated=True), models.Q(('void_reason', ''), _negated=True), ('voided_at__isnull', False)), _connector='OR'), name='receipt_ended_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='ReceiptCopy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_at', models.DateTimeField()),
                ('channel', models.CharField(choices=[('mail', 'by mail'), ('post', 'by post'), ('download', 'downloaded')], max_length=10)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL)),
                ('receipt', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='copies', to='receipts.receipt')),
            ],
        ),
        migrations.CreateModel(
            name='ReceiptLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('paid', models.DecimalField(decimal_places=2, max_digits=12)),
                ('benefit', models.DecimalField(decimal_places=2, default=0, help_text='value of what had to be named, at most what was paid', max_digits=12)),
                ('terms', models.PositiveIntegerField(default=0, help_text="the gift's count of changes when this was issued")),
                ('active', models.BooleanField(default=True)),
                ('gift', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipt_lines', to='gifts.gift')),
                ('receipt', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='receipts.receipt')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('active', True)), fields=('gift',), name='one_live_receipt_per_gift'), models.UniqueConstraint(fields=('receipt', 'gift'), name='one_line_per_receipt_and_gift'), models.CheckConstraint(condition=models.Q(('benefit__gte', 0), ('benefit__lte', models.F('paid'))), name='receipt_line_benefit_within_paid'), models.CheckConstraint(condition=models.Q(('paid__gt', 0)), name='receipt_line_paid_is_positive')],
            },
        ),
        migrations.CreateModel(
            name='ReceiptWording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('all', 'All papers'), ('simple_receipt', 'Receipt under $250'), ('acknowledgment', 'Acknowledgment of $250 or more'), ('quid_pro_quo', 'Receipt for a payment with a benefit'), ('sales_receipt_only', 'Record of a purchase'), ('noncash_acknowledgment', 'Acknowledgment of property'), ('vehicle_1098c', 'Acknowledgment of a vehicle'), ('qcd_letter', 'Letter for a distribution from an IRA'), ('thank_you_only', 'Thanks for a grant'), ('volunteer_expense_letter', "Letter for a volunteer's expenses"), ('annual_statement', 'Annual receipt'), ('official_receipt', 'Official receipt')], max_length=30)),
                ('block', models.CharField(choices=[('title', 'Title'), ('above', 'Above the gifts'), ('below', 'Below what the law wants said'), ('closing', 'Closing line')], max_length=10)),
                ('version', models.PositiveIntegerField(help_text='1, 2, 3 … of its block, without a gap')),
                ('follows_all', models.BooleanField(default=False)),
                ('text', models.CharField(blank=True, default='', max_length=400)),
                ('text_es', models.CharField(blank=True, default='', max_length=400)),
                ('written_at', models.DateTimeField()),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'block', 'version'), name='one_wording_per_version_of_a_block'), models.CheckConstraint(condition=models.Q(('kind__in', ['all', 'simple_receipt', 'acknowledgment', 'quid_pro_quo', 'sales_receipt_only', 'noncash_acknowledgment', 'vehicle_1098c', 'qcd_letter', 'thank_you_only', 'volunteer_expense_letter', 'annual_statement', 'official_receipt'])), name='wording_is_of_a_known_kind'), models.CheckConstraint(condition=models.Q(('block__in', ['title', 'above', 'below', 'closing'])), name='wording_is_of_a_known_block'), models.CheckConstraint(condition=models.Q(models.Q(('block', 'title'), ('text_es', '')), models.Q(('text', ''), ('text_es', '')), models.Q(models.Q(('block', 'title'), _negated=True), models.Q(('text', ''), _negated=True), models.Q(('text_es', ''), _negated=True)), _connector='OR'), name='wording_is_in_both_languages'), models.CheckConstraint(condition=models.Q(('follows_all', False), models.Q(models.Q(('kind', 'all'), _negated=True), models.Q(('block', 'title'), _negated=True), ('text', ''), ('text_es', '')), _connector='OR'), name='wording_that_follows_all_is_of_one_kind_and_empty'), models.CheckConstraint(condition=models.Q(('block', 'title'), ('kind', 'all'), _negated=True), name='wording_of_a_title_is_of_one_kind'), models.CheckConstraint(condition=models.Q(models.Q(('block', 'closing'), _negated=True), models.Q(django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('text'), 120), django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('text_es'), 120)), _connector='OR'), name='wording_of_a_closing_line_is_short')],
            },
        ),
        migrations.CreateModel(
            name='Series',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('regime', models.CharField(max_length=4)),
                ('code', models.CharField(max_length=8)),
                ('year', models.PositiveSmallIntegerField()),
                ('last', models.PositiveIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('regime', 'code', 'year'), name='one_series_per_year_and_code')],
            },
        ),
        migrations.AddField(
            model_name='receipt',
            name='series',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='receipts.series'),
        ),
        migrations.CreateModel(
            name='Statement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('version', models.PositiveSmallIntegerField(default=1)),
                ('number', models.CharField(help_text='as printed, like S-2026-000417-2', max_length=40, unique=True)),
                ('status', models.CharField(choices=[('current', 'Holds'), ('replaced', 'Replaced'), ('withdrawn', 'Withdrawn')], default='current', max_length=10)),
                ('language', models.CharField(max_length=2)),
                ('issued_at', models.DateTimeField()),
                ('amount', models.DecimalField(decimal_places=2, help_text='sum of its lines: what ties them to it', max_digits=12)),
                ('snapshot', models.JSONField(help_text='everything the paper says, frozen')),
                ('snapshot_sha256', models.CharField(max_length=64)),
                ('template_version', models.PositiveSmallIntegerField()),
                ('pdf', models.BinaryField()),
                ('pdf_sha256', models.CharField(max_length=64)),
                ('ended_at', models.DateTimeField(null=True)),
                ('donor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='donors.donor')),
                ('issued_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('replaces', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='receipts.statement')),
            ],
            options={
                'indexes': [models.Index(fields=['-issued_at', '-id'], name='statements_newest')],
                'constraints': [models.UniqueConstraint(fields=('donor', 'year', 'version'), name='one_statement_per_donor_year_and_version'), models.UniqueConstraint(condition=models.Q(('status', 'current')), fields=('year', 'donor'), name='one_current_statement_per_donor_and_year'), models.CheckConstraint(condition=models.Q(models.Q(('replaces__isnull', True), ('version', 1)), models.Q(('replaces__isnull', False), ('version__gt', 1)), _connector='OR'), name='statement_version_names_the_one_before'), models.CheckConstraint(condition=models.Q(('status__in', ['current', 'replaced', 'withdrawn'])), name='statement_status_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('status', 'current')), models.Q(models.Q(('status', 'current'), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='statement_ended_has_time'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='statement_amount_is_positive')],
            },
        ),
        migrations.CreateModel(
            name='StatementCopy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_at', models.DateTimeField()),
                ('channel', models.CharField(choices=[('mail', 'by mail'), ('post', 'by post'), ('download', 'downloaded')], max_length=10)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('statement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='copies', to='receipts.statement')),
            ],
        ),
        migrations.CreateModel(
            name='StatementLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('gift', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statement_lines', to='gifts.gift')),
                ('receipt_line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statement_lines', to='receipts.receiptline')),
                ('statement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='receipts.statement')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('statement', 'gift'), name='one_line_per_statement_and_gift')],
            },
        ),
        migrations.CreateModel(
            name='StatementRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('state', models.CharField(choices=[('running', 'At work'), ('stopped', 'Stopped'), ('done', 'Done')], default='running', max_length=10)),
                ('started_at', models.DateTimeField()),
                ('turn', models.PositiveSmallIntegerField(default=1, help_text='how often it was begun or taken up again')),
                ('done_at', models.DateTimeField(null=True)),
                ('started_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['running', 'stopped'])), fields=('year',), name='one_open_run_per_year'), models.CheckConstraint(condition=models.Q(('state__in', ['running', 'stopped', 'done'])), name='statement_run_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('done_at__isnull', False), ('state', 'done')), models.Q(models.Q(('state', 'done'), _negated=True), ('done_at__isnull', True)), _connector='OR'), name='statement_run_done_has_time')],
            },
        ),
        migrations.CreateModel(
            name='StatementProblem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('error', models.CharField(help_text='kind of the error; no text of it', max_length=60)),
                ('at', models.DateTimeField()),
                ('donor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='donors.donor')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='problems', to='receipts.statementrun')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('run', 'donor'), name='one_problem_per_run_and_donor')],
            },
        ),
        migrations.CreateModel(
            name='StatementChunk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_donor', models.BigIntegerField()),
                ('last_donor', models.BigIntegerField()),
                ('donors', models.PositiveIntegerField(help_text='how many of them gave in the year')),
                ('done_at', models.DateTimeField(null=True)),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='chunks', to='receipts.statementrun')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('run', 'first_donor'), name='one_chunk_per_run_and_donor'), models.CheckConstraint(condition=models.Q(('last_donor__gte', models.F('first_donor'))), name='statement_chunk_runs_forward')],
            },
        ),
        migrations.AddField(
            model_name='statement',
            name='run',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='receipts.statementrun'),
        ),
        migrations.CreateModel(
            name='Unreceipted',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('why', models.CharField(choices=[('payroll', 'withheld from pay: the annual receipt covers it'), ('advantage', 'the benefit is too large for the payment to be a gift'), ('nothing', 'nothing that the law counts as a gift'), ('address', "the donor's address is missing, and the law wants it on the receipt"), ('letterhead', 'our own address, tax number or who signs is missing, and the law wants them on the receipt'), ('held', 'held back by staff')], max_length=10)),
                ('paid', models.DecimalField(decimal_places=2, help_text='what stood of the gift when this was decided', max_digits=12)),
                ('terms', models.PositiveIntegerField(help_text="the gift's count of changes then")),
                ('decided_at', models.DateTimeField()),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('gift', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='unreceipted', to='gifts.gift')),
            ],
            options={
                'indexes': [models.Index(fields=['why', '-decided_at'], name='unreceipted_by_reason')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('why', 'held'), _negated=True), ('decided_by__isnull', False), _connector='OR'), name='unreceipted_held_says_by_whom')],
            },
        ),
        migrations.CreateModel(
            name='PaperSignature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(help_text='1, 2, 3 … without a gap', unique=True)),
                ('previous_sha256', models.CharField(blank=True, default='', max_length=64)),
                ('pdf_sha256', models.CharField(max_length=64)),
                ('signed_at', models.DateTimeField()),
                ('public_key', models.CharField(help_text='Ed25519, base64', max_length=44)),
                ('signature', models.CharField(help_text='Ed25519, base64', max_length=88)),
                ('entry_sha256', models.CharField(help_text='of the message and its signature', max_length=64, unique=True)),
                ('receipt', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='signature', to='receipts.receipt')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('position', 1), ('previous_sha256', '')), models.Q(('position__gt', 1), models.Q(('previous_sha256', ''), _negated=True)), _connector='OR'), name='only_the_first_signature_follows_none')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='papersignature',
            trigger=pgtrigger.compiler.Trigger(name='signature_log_is_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='14743086ffe289096c50e030d143048301c7e85f', operation='UPDATE OR DELETE', pgid='pgtrigger_signature_log_is_append_only_91842', table='receipts_papersignature', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='papersignature',
            trigger=pgtrigger.compiler.Trigger(name='signature_follows_the_last', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    IF NEW.position > 1 AND NOT EXISTS (\n                        SELECT 1 FROM receipts_papersignature\n                        WHERE position = NEW.position - 1 AND entry_sha256 = NEW.previous_sha256\n                    ) THEN\n                        RAISE EXCEPTION 'a signature must follow the last one' USING ERRCODE = '23514';\n                    END IF;\n                    RETURN NEW;\n                ", hash='8f82fd55356a5b9590eead6c5ad88347075e9626', operation='INSERT', pgid='pgtrigger_signature_follows_the_last_acbd1', table='receipts_papersignature', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='receiptline',
            trigger=pgtrigger.compiler.Trigger(name='receipt_line_refuses_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='b37639227f5cd1b823a7841d2e02a8ba212b7d97', operation='DELETE', pgid='pgtrigger_receipt_line_refuses_delete_c79bf', table='receipts_receiptline', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='receiptline',
            trigger=pgtrigger.compiler.Trigger(name='receipt_line_is_frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."benefit" IS DISTINCT FROM (NEW."benefit") OR OLD."gift_id" IS DISTINCT FROM (NEW."gift_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."paid" IS DISTINCT FROM (NEW."paid") OR OLD."receipt_id" IS DISTINCT FROM (NEW."receipt_id") OR OLD."terms" IS DISTINCT FROM (NEW."terms"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='a9bc619caee1eeebbad035c145726ad819e9905a', operation='UPDATE', pgid='pgtrigger_receipt_line_is_frozen_6d8a1', table='receipts_receiptline', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='receiptline',
            trigger=pgtrigger.compiler.Trigger(name='receipt_line_never_revives', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NOT OLD.active AND NEW.active)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='0856f5a1bd6b87e7c96b0383f015ec73e1e93d7a', operation='UPDATE', pgid='pgtrigger_receipt_line_never_revives_c51a5', table='receipts_receiptline', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='receiptwording',
            trigger=pgtrigger.compiler.Trigger(name='wording_is_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='31141c08037fad140b5453e4a02902ce3445a437', operation='UPDATE OR DELETE', pgid='pgtrigger_wording_is_append_only_10041', table='receipts_receiptwording', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='receiptwording',
            trigger=pgtrigger.compiler.Trigger(name='wording_follows_the_last', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    IF NEW.version IS DISTINCT FROM 1 + COALESCE(\n                        (SELECT max(version) FROM receipts_receiptwording\n                         WHERE kind = NEW.kind AND block = NEW.block), 0)\n                    THEN\n                        RAISE EXCEPTION 'a wording must follow the last one' USING ERRCODE = '23514';\n                    END IF;\n                    RETURN NEW;\n                ", hash='04f2b4fd015fe9ce68a007936bac87dce3c49262', operation='INSERT', pgid='pgtrigger_wording_follows_the_last_be7eb', table='receipts_receiptwording', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='receipt',
            constraint=models.UniqueConstraint(fields=('series', 'number'), name='one_receipt_per_number'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='receipt',
            trigger=pgtrigger.compiler.Trigger(name='receipt_refuses_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='6e5995f9f7a55632f093c8a27dc11137a913946c', operation='DELETE', pgid='pgtrigger_receipt_refuses_delete_b4bc0', table='receipts_receipt', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='receipt',
            trigger=pgtrigger.compiler.Trigger(name='receipt_is_frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."amount" IS DISTINCT FROM (NEW."amount") OR OLD."check_code" IS DISTINCT FROM (NEW."check_code") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."issued_at" IS DISTINCT FROM (NEW."issued_at") OR OLD."issued_by_id" IS DISTINCT FROM (NEW."issued_by_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."replaces_id" IS DISTINCT FROM (NEW."replaces_id") OR OLD."series_id" IS DISTINCT FROM (NEW."series_id") OR OLD."snapshot" IS DISTINCT FROM (NEW."snapshot") OR OLD."snapshot_sha256" IS DISTINCT FROM (NEW."snapshot_sha256") OR OLD."tax_year" IS DISTINCT FROM (NEW."tax_year") OR OLD."template_version" IS DISTINCT FROM (NEW."template_version"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='a82130bf35e5690dd627142e6af23cb9f914fa56', operation='UPDATE', pgid='pgtrigger_receipt_is_frozen_ec84d', table='receipts_receipt', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='receipt',
            trigger=pgtrigger.compiler.Trigger(name='receipt_paper_is_frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.pdf IS NOT NULL AND (OLD.pdf IS DISTINCT FROM NEW.pdf OR OLD.pdf_sha256 IS DISTINCT FROM NEW.pdf_sha256))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='ecaf24007a1c6b743e1cb196411bafe14925825e', operation='UPDATE', pgid='pgtrigger_receipt_paper_is_frozen_beb35', table='receipts_receipt', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='receipt',
            trigger=pgtrigger.compiler.Trigger(name='receipt_never_revives', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.status <> 'live' AND NEW.status <> OLD.status)", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='97934e198fc427baf9317f66ce5021c9b307875f', operation='UPDATE', pgid='pgtrigger_receipt_never_revives_a45c0', table='receipts_receipt', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='statementline',
            trigger=pgtrigger.compiler.Trigger(name='statement_line_is_final', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='653cf8d6dd377788e80a2ea824bcfbf2f26a45c6', operation='UPDATE OR DELETE', pgid='pgtrigger_statement_line_is_final_b2ba4', table='receipts_statementline', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='statementline',
            trigger=pgtrigger.compiler.Trigger(name='statement_line_finds_room', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    IF EXISTS (\n                        SELECT 1 FROM receipts_statement statement\n                        WHERE statement.id IN (SELECT statement_id FROM added)\n                        AND statement.amount < (\n                            SELECT SUM(paid) FROM receipts_statementline line\n                            JOIN receipts_receiptline receipted ON receipted.id = line.receipt_line_id\n                            WHERE line.statement_id = statement.id\n                        )\n                    ) THEN\n                        RAISE EXCEPTION 'lines of a statement exceed it' USING ERRCODE = '23514';\n                    END IF;\n                    RETURN NULL;\n                ", hash='52807582f11626a1c6cd63c3ec8c35cbd8cfa1be', level='STATEMENT', operation='INSERT', pgid='pgtrigger_statement_line_finds_room_70e96', referencing='REFERENCING NEW TABLE AS added ', table='receipts_statementline', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='statement',
            trigger=pgtrigger.compiler.Trigger(name='statement_refuses_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='19efa386f0b5a896fcb2ba9ec66f152fdf9a517a', operation='DELETE', pgid='pgtrigger_statement_refuses_delete_bbcb9', table='receipts_statement', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='statement',
            trigger=pgtrigger.compiler.Trigger(name='statement_is_frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."amount" IS DISTINCT FROM (NEW."amount") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."issued_at" IS DISTINCT FROM (NEW."issued_at") OR OLD."issued_by_id" IS DISTINCT FROM (NEW."issued_by_id") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."pdf" IS DISTINCT FROM (NEW."pdf") OR OLD."pdf_sha256" IS DISTINCT FROM (NEW."pdf_sha256") OR OLD."replaces_id" IS DISTINCT FROM (NEW."replaces_id") OR OLD."run_id" IS DISTINCT FROM (NEW."run_id") OR OLD."snapshot" IS DISTINCT FROM (NEW."snapshot") OR OLD."snapshot_sha256" IS DISTINCT FROM (NEW."snapshot_sha256") OR OLD."template_version" IS DISTINCT FROM (NEW."template_version") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."year" IS DISTINCT FROM (NEW."year"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='c280f61d0d8baabefa5ebbc73df967816d68216d', operation='UPDATE', pgid='pgtrigger_statement_is_frozen_ef0fc', table='receipts_statement', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='statement',
            trigger=pgtrigger.compiler.Trigger(name='statement_never_revives', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.status <> 'current' AND NEW.status <> OLD.status)", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='e8a94e832914702a88b04896538bd19345dc46a0', operation='UPDATE', pgid='pgtrigger_statement_never_revives_eb066', table='receipts_statement', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='statement',
            trigger=pgtrigger.compiler.Trigger(name='statement_is_sum_of_lines', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', declare='DECLARE stated numeric;', func="\n                    SELECT COALESCE(SUM(paid), 0) INTO stated\n                        FROM receipts_statementline line JOIN receipts_receiptline receipted\n                        ON receipted.id = line.receipt_line_id AND receipted.gift_id = line.gift_id\n                        WHERE line.statement_id = NEW.id;\n                    IF stated <> NEW.amount THEN\n                        RAISE EXCEPTION 'lines of a statement do not sum to it' USING ERRCODE = '23514';\n                    END IF;\n                    RETURN NULL;\n                ", hash='e5eddc6a98df9dd7fd3a07f82c1f83f2aabb97a6', operation='INSERT', pgid='pgtrigger_statement_is_sum_of_lines_1d16d', table='receipts_statement', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
    ]

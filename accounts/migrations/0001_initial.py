import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('email', models.EmailField(max_length=254, unique=True)),
                ('name', models.CharField(blank=True, default='', max_length=200)),
                ('language', models.CharField(default='en', max_length=2)),
                ('is_active', models.BooleanField(default=True)),
                ('date_joined', models.DateTimeField(auto_now_add=True)),
                ('session_round', models.PositiveIntegerField(default=0, help_text='raising it ends every session')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'indexes': [models.Index(fields=['-date_joined', '-id'], name='users_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='user_email_in_lower_case')],
            },
        ),
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('verb', models.CharField(max_length=60)),
                ('about_kind', models.CharField(max_length=40)),
                ('about_id', models.CharField(max_length=80)),
                ('before', models.JSONField(default=dict)),
                ('after', models.JSONField(default=dict)),
                ('reason', models.CharField(blank=True, default='', max_length=200)),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['about_kind', 'about_id', '-at'], name='audit_of_one_thing'), models.Index(fields=['-at'], name='audit_newest')],
            },
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('legal_name', models.CharField(max_length=200)),
                ('public_name', models.CharField(max_length=200)),
                ('tax_number', models.CharField(blank=True, help_text='by which the tax office knows it', max_length=20)),
                ('address', models.CharField(blank=True, help_text='public postal address', max_length=400)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('phone', models.CharField(blank=True, max_length=30)),
                ('website', models.URLField(blank=True)),
                ('zone', models.CharField(default='America/New_York', max_length=60)),
                ('currency', models.CharField(default='usd', max_length=3)),
                ('regime', models.CharField(choices=[('US', 'United States'), ('CA', 'Canada')], default='US', help_text='whose tax law its receipts follow', max_length=2)),
                ('fiscal_month', models.PositiveSmallIntegerField(default=1, help_text='first month of the fiscal year by which reports count')),
                ('signatory_name', models.CharField(blank=True, max_length=120)),
                ('signatory_title', models.CharField(blank=True, max_length=120)),
                ('logo_png', models.BinaryField(null=True)),
                ('signature_png', models.BinaryField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='only_one_organisation'), models.CheckConstraint(condition=models.Q(('regime__in', ['US', 'CA'])), name='organisation_regime_is_known'), models.CheckConstraint(condition=models.Q(('fiscal_month__range', (1, 12))), name='organisation_fiscal_month_is_one')],
            },
        ),
        migrations.CreateModel(
            name='RoleGrant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('fundraiser', 'Fundraiser'), ('finance', 'Finance'), ('coordinator', 'Coordinator'), ('screening', 'Screening'), ('privacy', 'Privacy'), ('administrator', 'Administrator'), ('read_only', 'Read-only')], max_length=20)),
                ('granted_at', models.DateTimeField(auto_now_add=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='grants', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'role'), name='one_grant_per_user_and_role'), models.CheckConstraint(condition=models.Q(('role__in', ['fundraiser', 'finance', 'coordinator', 'screening', 'privacy', 'administrator', 'read_only'])), name='role_is_known')],
            },
        ),
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('route', models.CharField(max_length=80)),
                ('name', models.CharField(max_length=60)),
                ('query', models.CharField(blank=True, max_length=1000)),
                ('is_shared', models.BooleanField(default=False, help_text='all who may open the list see it')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('created_at', models.DateTimeField()),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_views', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['route', 'position', 'id'], name='saved_views_of_list')],
                'constraints': [models.UniqueConstraint(models.F('owner'), models.F('route'), django.db.models.functions.text.Lower('name'), name='saved_view_name_stands_once_per_owner'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='saved_view_has_a_name')],
            },
        ),
        migrations.CreateModel(
            name='SignInCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(choices=[('sign_in', 'Signing in'), ('new_email', 'A new e-mail address'), ('erasure', 'Erasing everything')], default='sign_in', max_length=10)),
                ('email', models.EmailField(max_length=254)),
                ('mailbox', models.CharField(help_text='keyed hash of the mailbox behind the address', max_length=64)),
                ('network', models.CharField(help_text='keyed hash of the network that asked', max_length=64)),
                ('language', models.CharField(default='en', max_length=2)),
                ('sealed', models.CharField(blank=True, max_length=200)),
                ('digest', models.CharField(max_length=64)),
                ('created_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('used_at', models.DateTimeField(null=True)),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='codes', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['mailbox', '-created_at'], name='sign_in_code_of_mailbox'), models.Index(fields=['network', '-created_at'], name='sign_in_code_of_network'), models.Index(fields=['created_at'], name='sign_in_code_oldest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('tries__lte', 5)), name='sign_in_code_tried_five_times_at_most'), models.CheckConstraint(condition=models.Q(models.Q(('purpose', 'sign_in'), ('user', None)), models.Q(models.Q(('purpose', 'sign_in'), _negated=True), ('user__isnull', False)), _connector='OR'), name='code_for_more_than_sign_in_has_its_user'), models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('created_at'))), name='sign_in_code_ends_after_start')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='auditentry',
            trigger=pgtrigger.compiler.Trigger(name='audit_is_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1338c8dec0b6290b41ab4b288a9c7153e0b64c7d', operation='UPDATE OR DELETE', pgid='pgtrigger_audit_is_append_only_a92c0', table='accounts_auditentry', when='BEFORE')),
        ),
    ]

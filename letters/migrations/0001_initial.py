import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60)),
                ('key', models.CharField(help_text='what makes sending it twice impossible', max_length=160, unique=True)),
                ('language', models.CharField(default='en', max_length=2)),
                ('to_email', models.EmailField(max_length=254)),
                ('facts', models.JSONField(default=dict, help_text="values of the template's fixed keys, frozen")),
                ('about_kind', models.CharField(max_length=40)),
                ('about_id', models.CharField(max_length=80)),
                ('is_transactional', models.BooleanField(default=True)),
                ('topic', models.CharField(blank=True, default='', max_length=40)),
                ('state', models.CharField(choices=[('held', 'Held'), ('queued', 'Waiting'), ('sent', 'Sent'), ('delivered', 'Delivered'), ('bounced', 'Bounced'), ('complained', 'Complained about'), ('failed', 'Failed'), ('suppressed', 'Not sent'), ('blocked', 'Blocked'), ('kept', 'On their page only')], default='queued', max_length=10)),
                ('send_after', models.DateTimeField()),
                ('subject', models.CharField(blank=True, default='', max_length=200)),
                ('provider_id', models.CharField(blank=True, default='', max_length=200)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('error', models.CharField(blank=True, default='', max_length=200)),
                ('created_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('lease_until', models.DateTimeField(help_text='a worker is sending it until then', null=True)),
                ('purged_at', models.DateTimeField(help_text='when its facts were dropped', null=True)),
                ('reader', models.ForeignKey(help_text='whose page shows it, once the address is no longer theirs', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='letters', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['about_kind', 'about_id'], name='letters_of_one_thing'), models.Index(condition=models.Q(('state__in', ['held', 'queued'])), fields=['send_after'], name='letter_due'), models.Index(fields=['provider_id'], name='letter_by_provider'), models.Index(fields=['to_email', '-created_at'], name='letters_of_one_address'), models.Index(fields=['-created_at', '-id'], name='letters_newest'), models.Index(fields=['state', '-created_at', '-id'], include=('kind',), name='letters_by_state'), models.Index(condition=models.Q(('purged_at__isnull', True)), fields=['created_at'], name='letter_unpurged'), django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass('to_email', name='gin_trgm_ops'), name='letter_address_substring')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['sent', 'delivered']), _negated=True), ('sent_at__isnull', False), _connector='OR'), name='letter_sent_has_time'), models.CheckConstraint(condition=models.Q(('to_email', django.db.models.functions.text.Lower('to_email'))), name='letter_email_in_lower_case')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event_id', models.CharField(max_length=200, unique=True)),
                ('kind', models.CharField(max_length=30)),
                ('at', models.DateTimeField()),
                ('letter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='letters.letter')),
            ],
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('filename', models.CharField(max_length=120)),
                ('content_type', models.CharField(max_length=60)),
                ('content', models.BinaryField()),
                ('says', models.TextField(blank=True, default='', help_text='the same in plain words, for the mail itself')),
                ('letter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='letters.letter')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('letter', 'filename'), name='one_attachment_per_name')],
            },
        ),
        migrations.CreateModel(
            name='OptOut',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254)),
                ('topic', models.CharField(default='all', max_length=40)),
                ('created_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('email', 'topic'), name='one_opt_out_per_address_and_topic'), models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='opt_out_email_in_lower_case')],
            },
        ),
        migrations.CreateModel(
            name='Suppression',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254)),
                ('reason', models.CharField(choices=[('bounced', 'Bounced for good'), ('complained', 'Complained')], max_length=20)),
                ('created_at', models.DateTimeField()),
                ('lifted_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('lifted_at__isnull', True)), fields=('email',), name='one_suppression_per_address'), models.CheckConstraint(condition=models.Q(('reason__in', ['bounced', 'complained'])), name='suppression_reason_is_known'), models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='suppression_email_in_lower_case')],
            },
        ),
    ]

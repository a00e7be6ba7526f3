import django.contrib.postgres.indexes
import django.db.models.deletion
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
            name='Household',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('formal_greeting', models.CharField(max_length=200)),
                ('informal_greeting', models.CharField(max_length=200)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
        ),
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
                ('search_text', models.GeneratedField(db_persist=True, expression=django.db.models.functions.text.Concat(models.Value(' '), models.Func(django.db.models.functions.text.Lower('name'), models.Value('áàâäãåāăąçćčďéèêëēėęěğíìîïīįłñńňóòôöõøōőŕřśşšťúùûüūůűųýÿźżž'), models.Value('aaaaaaaaacccdeeeeeeeegiiiiiilnnnoooooooorrssstuuuuuuuuyyzzz'), function='TRANSLATE'), models.Value(' '), models.F('email'), models.Value(' '), models.Func(models.F('phone'), models.Value('\\D'), models.Value(''), models.Value('g'), function='REGEXP_REPLACE'), output_field=models.TextField()), output_field=models.TextField())),
                ('merged_into', models.ForeignKey(blank=True, help_text='the record that stands for this one; its columns stay as they were', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='folded', to='donors.donor')),
                ('user', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='donor', to=settings.AUTH_USER_MODEL)),
                ('household', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='donors', to='donors.household')),
            ],
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
        ),
        migrations.CreateModel(
            name='DonorMerge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('moved', models.JSONField(default=dict)),
                ('stayed', models.JSONField(default=dict)),
                ('before', models.JSONField(default=dict)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('folded', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='donors.donor')),
                ('kept', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges', to='donors.donor')),
            ],
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
            model_name='address',
            constraint=models.UniqueConstraint(condition=models.Q(('is_primary', True)), fields=('donor',), name='one_primary_address_per_donor'),
        ),
        migrations.AddConstraint(
            model_name='donormerge',
            constraint=models.CheckConstraint(condition=models.Q(('kept', models.F('folded')), _negated=True), name='merge_is_of_two_donors'),
        ),
        migrations.AddIndex(
            model_name='donor',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search_text'], name='donor_search', opclasses=['gin_trgm_ops']),
        ),
        migrations.AddIndex(
            model_name='donor',
            index=models.Index(fields=['-created_at', '-id'], name='donors_newest'),
        ),
        migrations.AddIndex(
            model_name='donor',
            index=models.Index(condition=models.Q(('customer_id', ''), _negated=True), fields=['customer_id'], name='donor_by_customer'),
        ),
        migrations.AddConstraint(
            model_name='donor',
            constraint=models.UniqueConstraint(condition=models.Q(('email', ''), _negated=True), fields=('email',), name='one_donor_per_email'),
        ),
        migrations.AddConstraint(
            model_name='donor',
            constraint=models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='donor_email_in_lower_case'),
        ),
        migrations.AddConstraint(
            model_name='donor',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='donor_has_a_name'),
        ),
        migrations.AddConstraint(
            model_name='donor',
            constraint=models.CheckConstraint(condition=models.Q(('contact__in', ['usual', 'neutral', 'portal'])), name='donor_contact_is_known'),
        ),
        migrations.AddConstraint(
            model_name='donor',
            constraint=models.CheckConstraint(condition=models.Q(('erased_at', None), models.Q(('customer_id', ''), ('email', ''), ('household', None), ('phone', ''), ('user', None), ('wants_news', False)), _connector='OR'), name='erased_donor_keeps_nothing_personal'),
        ),
        migrations.AddConstraint(
            model_name='donor',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', None), ('user', None), _connector='OR'), name='merged_donor_signs_in_no_more'),
        ),
        migrations.AddConstraint(
            model_name='donor',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', None), models.Q(('merged_into', models.F('id')), _negated=True), _connector='OR'), name='donor_is_not_merged_into_itself'),
        ),
    ]

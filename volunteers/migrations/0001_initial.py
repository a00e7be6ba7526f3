import datetime
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
import volunteers.models.shifts
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Agreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('name_es', models.CharField(blank=True, max_length=120)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('is_open', models.BooleanField(default=True)),
                ('code', models.SlugField(max_length=40, unique=True)),
                ('is_for_confidential', models.BooleanField(default=False, help_text='asked of whoever serves at a confidential place, whatever the program')),
            ],
            options={
                'ordering': ['position', 'id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ClosedDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(unique=True)),
                ('name', models.CharField(max_length=80)),
            ],
            options={
                'ordering': ['on'],
            },
        ),
        migrations.CreateModel(
            name='Program',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('name_es', models.CharField(blank=True, max_length=120)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('is_open', models.BooleanField(default=True)),
                ('code', models.SlugField(max_length=40, unique=True)),
                ('purpose', models.CharField(blank=True, max_length=300)),
                ('purpose_es', models.CharField(blank=True, max_length=300)),
                ('asks', models.CharField(blank=True, help_text='the time it takes, in one line', max_length=200)),
                ('asks_es', models.CharField(blank=True, max_length=200)),
                ('needs_interview', models.BooleanField(default=True)),
                ('min_references', models.PositiveSmallIntegerField(default=2)),
                ('required_checks', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('background', 'Background check'), ('registry', 'Child protection registry'), ('youth', 'Suitability for work with young people'), ('driving', 'Driving record'), ('license', 'Professional license')], max_length=24), blank=True, default=list, size=None)),
                ('is_with_youth', models.BooleanField(default=False, help_text='needs the suitability check')),
                ('takes_under_18', models.BooleanField(default=False, help_text="with a guardian's consent")),
                ('rest_hours', models.PositiveSmallIntegerField(default=8, help_text='between two shifts')),
                ('max_hours_7', models.PositiveSmallIntegerField(blank=True, help_text='in any 7 days', null=True)),
                ('max_hours_28', models.PositiveSmallIntegerField(blank=True, help_text='in any 28 days', null=True)),
                ('max_nights', models.PositiveSmallIntegerField(blank=True, help_text='in a row', null=True)),
            ],
            options={
                'ordering': ['position', 'id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Team',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True)),
                ('is_open', models.BooleanField(default=True)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='AgreementVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('text', models.TextField(max_length=20000)),
                ('text_es', models.TextField(blank=True, max_length=20000)),
                ('in_force_on', models.DateField()),
                ('published_at', models.DateTimeField()),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='volunteers.agreement')),
            ],
            options={
                'ordering': ['agreement', '-in_force_on'],
                'constraints': [models.UniqueConstraint(fields=('agreement', 'number'), name='agreement_version_numbered_once'), models.UniqueConstraint(fields=('agreement', 'in_force_on'), name='one_version_comes_into_force')],
            },
        ),
        migrations.CreateModel(
            name='Application',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('draft', 'Being written'), ('applied', 'Applied'), ('interview', 'Interview'), ('checks', 'Checks'), ('cleared', 'Cleared'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn')], default='draft', max_length=24)),
                ('step', models.CharField(default='', help_text='the furthest step that was saved', max_length=24)),
                ('hours_a_week', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('months', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('heard', models.CharField(blank=True, choices=[('friend', 'From a friend'), ('web', 'On the web'), ('event', 'At an event'), ('school', 'School, work or congregation'), ('other', 'Some other way')], default='', max_length=24)),
                ('created_at', models.DateTimeField()),
                ('saved_at', models.DateTimeField(blank=True, null=True)),
                ('submitted_at', models.DateTimeField(blank=True, null=True)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('told_at', models.DateTimeField(blank=True, null=True)),
                ('declined_for', models.CharField(blank=True, choices=[('check', 'A check did not pass'), ('references', 'The references'), ('interview', 'The interview'), ('time', 'Time or program do not fit'), ('other', 'Something else')], default='', max_length=24)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('programs', models.ManyToManyField(blank=True, related_name='applications', to='volunteers.program')),
            ],
            options={
                'ordering': ['-created_at', '-id'],
                'indexes': [models.Index(fields=['state', '-submitted_at', '-id'], name='applications_by_state')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'applied', 'interview', 'checks', 'cleared', 'declined', 'withdrawn'])), name='application_state_is_known'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'withdrawn']), ('submitted_at__isnull', False), _connector='OR'), name='application_submitted_unless_draft'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'declined'), models.Q(('declined_for', ''), _negated=True), ('told_at__isnull', False)), models.Q(models.Q(('state', 'declined'), _negated=True), ('declined_for', '')), _connector='OR'), name='declined_application_says_why_and_when_told')],
            },
        ),
        migrations.CreateModel(
            name='ApplicationEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_state', models.CharField(blank=True, max_length=24)),
                ('to_state', models.CharField(max_length=24)),
                ('at', models.DateTimeField()),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='volunteers.application')),
            ],
            options={
                'ordering': ['at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='HourValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_on', models.DateField(unique=True)),
                ('value', models.DecimalField(decimal_places=2, max_digits=12)),
                ('currency', models.CharField(max_length=3)),
                ('source', models.CharField(help_text='who published it, and when', max_length=120)),
            ],
            options={
                'ordering': ['-from_on'],
                'constraints': [models.CheckConstraint(condition=models.Q(('value__gt', 0)), name='hour_is_worth_something'), models.CheckConstraint(condition=models.Q(('source', ''), _negated=True), name='hour_value_has_a_source')],
            },
        ),
        migrations.CreateModel(
            name='Interview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('result', models.CharField(choices=[('pending', 'Not held yet'), ('pass', 'Went well'), ('not_pass', 'Did not go well'), ('missed', 'Was not held')], default='pending', max_length=24)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='interviews', to='volunteers.application')),
                ('held_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('result__in', ['pending', 'pass', 'not_pass', 'missed'])), name='interview_result_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Lockdown',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('started_at', models.DateTimeField()),
                ('lifted_at', models.DateTimeField(null=True)),
                ('lifted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('started_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.Value(1), condition=models.Q(('lifted_at__isnull', True)), name='one_lockdown_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='Course',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('name_es', models.CharField(blank=True, max_length=120)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('is_open', models.BooleanField(default=True)),
                ('code', models.SlugField(max_length=40, unique=True)),
                ('valid_months', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('programs', models.ManyToManyField(blank=True, related_name='courses', to='volunteers.program')),
            ],
            options={
                'ordering': ['position', 'id'],
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='agreement',
            name='programs',
            field=models.ManyToManyField(blank=True, related_name='agreements', to='volunteers.program'),
        ),
        migrations.CreateModel(
            name='Qualification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('name_es', models.CharField(blank=True, max_length=120)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('is_open', models.BooleanField(default=True)),
                ('code', models.SlugField(max_length=40, unique=True)),
                ('kind', models.CharField(choices=[('qualification', 'Qualification'), ('language', 'Language'), ('subject', 'Subject')], default='qualification', max_length=24)),
                ('includes', models.ManyToManyField(blank=True, related_name='included_in', to='volunteers.qualification')),
            ],
            options={
                'ordering': ['position', 'id'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['qualification', 'language', 'subject'])), name='qualification_kind_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Reference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('email', models.EmailField(max_length=254)),
                ('relation', models.CharField(choices=[('employer', 'Employer or colleague'), ('teacher', 'Teacher or mentor'), ('faith', 'Congregation'), ('friend', 'Friend, at least two years'), ('other', 'Other, not family')], max_length=24)),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('state', models.CharField(choices=[('asked', 'Asked'), ('answered', 'Answered'), ('refused', 'Would rather not'), ('expired', 'No answer')], default='asked', max_length=24)),
                ('asked_at', models.DateTimeField(null=True)),
                ('reminded_at', models.DateTimeField(null=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('known_years', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('is_reliable', models.CharField(blank=True, choices=[('yes', 'Yes'), ('with_care', 'With some reservations'), ('no', 'No')], default='', max_length=24)),
                ('is_calm', models.CharField(blank=True, choices=[('yes', 'Yes'), ('with_care', 'With some reservations'), ('no', 'No')], default='', max_length=24)),
                ('keeps_trust', models.CharField(blank=True, choices=[('yes', 'Yes'), ('with_care', 'With some reservations'), ('no', 'No')], default='', max_length=24)),
                ('recommends', models.CharField(blank=True, choices=[('yes', 'Yes'), ('with_care', 'With some reservations'), ('no', 'No')], default='', max_length=24)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='references', to='volunteers.application')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'answered', 'refused', 'expired'])), name='reference_state_is_known'), models.UniqueConstraint(fields=('application', 'email'), name='reference_asked_once'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'answered'), _negated=True), models.Q(('answered_at__isnull', False), models.Q(('recommends', ''), _negated=True)), _connector='OR'), name='answered_reference_has_its_answer')],
            },
        ),
        migrations.CreateModel(
            name='Series',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('zone', models.CharField(max_length=60)),
                ('rule', models.CharField(max_length=300)),
                ('starts_on', models.DateField()),
                ('until_on', models.DateField(blank=True, null=True)),
                ('start_time', models.TimeField()),
                ('end_time', models.TimeField()),
                ('gap', models.CharField(choices=[('later', 'An hour later'), ('earlier', 'An hour earlier')], default='later', max_length=24)),
                ('fold', models.PositiveSmallIntegerField(default=0, help_text='0: the first time the hour comes')),
                ('skips_closed_days', models.BooleanField(default=True)),
                ('seats', models.PositiveSmallIntegerField(default=2)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('open', 'Open'), ('ended', 'Ended')], default='draft', max_length=24)),
                ('version', models.PositiveIntegerField(default=1, help_text='raised by every edit')),
                ('generated_until', models.DateField(blank=True, null=True)),
                ('created_at', models.DateTimeField()),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('split_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='volunteers.series')),
            ],
            options={
                'verbose_name_plural': 'series',
                'ordering': ['-starts_on', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'open', 'ended'])), name='series_state_is_known'), models.CheckConstraint(condition=models.Q(('gap__in', ['later', 'earlier'])), name='series_gap_is_known'), models.CheckConstraint(condition=models.Q(('fold__lte', 1)), name='series_fold_is_first_or_second'), models.CheckConstraint(condition=models.Q(('seats__gte', 1)), name='series_has_a_seat'), models.CheckConstraint(condition=models.Q(('until_on', None), ('until_on__gte', models.F('starts_on')), _connector='OR'), name='series_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='SeriesException',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('original_on', models.DateField()),
                ('kind', models.CharField(choices=[('skipped', 'Left out'), ('moved', 'Moved by hand')], default='skipped', max_length=24)),
                ('series', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='exceptions', to='volunteers.series')),
            ],
            options={
                'ordering': ['original_on'],
                'constraints': [models.UniqueConstraint(fields=('series', 'original_on'), name='one_exception_per_day'), models.CheckConstraint(condition=models.Q(('kind__in', ['skipped', 'moved'])), name='series_exception_kind_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Shift',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('original_on', models.DateField(blank=True, null=True)),
                ('zone', models.CharField(max_length=60)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('seats', models.PositiveSmallIntegerField(default=2)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('open', 'Open'), ('cancelled', 'Cancelled')], default='open', max_length=24)),
                ('cancelled_for', models.CharField(blank=True, choices=[('holiday', 'Holiday'), ('weather', 'Weather'), ('staff', 'Too few people'), ('place', 'The place is closed'), ('other', 'Plans changed')], default='', max_length=24)),
                ('cancelled_at', models.DateTimeField(blank=True, null=True)),
                ('is_hand_edited', models.BooleanField(default=False)),
                ('code', models.CharField(default=volunteers.models.shifts.new_code, max_length=8, unique=True)),
                ('version', models.PositiveIntegerField(default=1, help_text='raised by every edit')),
                ('created_at', models.DateTimeField()),
                ('series', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='shifts', to='volunteers.series')),
            ],
            options={
                'ordering': ['starts_at', 'id'],
                'indexes': [models.Index(fields=['starts_at', 'id'], name='shifts_by_start')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'open', 'cancelled'])), name='shift_state_is_known'), models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='shift_ends_after_start'), models.CheckConstraint(condition=models.Q(('ends_at__lte', django.db.models.expressions.CombinedExpression(models.F('starts_at'), '+', models.Value(datetime.timedelta(days=1))))), name='shift_lasts_a_day_at_most'), models.CheckConstraint(condition=models.Q(('seats__gte', 1)), name='shift_has_a_seat'), models.UniqueConstraint(fields=('series', 'original_on'), name='one_shift_per_series_and_day'), models.CheckConstraint(condition=models.Q(('series__isnull', True), ('original_on__isnull', False), _connector='XOR'), name='shift_of_a_series_has_its_day'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'cancelled'), ('cancelled_at__isnull', False), models.Q(('cancelled_for', ''), _negated=True)), models.Q(models.Q(('state', 'cancelled'), _negated=True), ('cancelled_at__isnull', True), ('cancelled_for', '')), _connector='OR'), name='cancelled_shift_says_when_and_why')],
            },
        ),
        migrations.CreateModel(
            name='Broadcast',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(max_length=500)),
                ('sent_at', models.DateTimeField()),
                ('reached', models.PositiveIntegerField(default=0)),
                ('sent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('shift', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='broadcasts', to='volunteers.shift')),
            ],
            options={
                'ordering': ['-sent_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='SignUp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('requested', 'Asked for'), ('confirmed', 'Confirmed'), ('offered', 'Seat offered'), ('waiting', 'On the waitlist'), ('cancelled', 'Cancelled'), ('declined', 'Declined'), ('released', 'Released'), ('lapsed', 'Lapsed')], max_length=24)),
                ('during', django.contrib.postgres.fields.ranges.DateTimeRangeField(editable=False, null=True)),
                ('waits_since', models.DateTimeField(blank=True, null=True)),
                ('offer_until', models.DateTimeField(blank=True, null=True)),
                ('is_standing', models.BooleanField(default=False, help_text='made from a standing place')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('sequence', models.PositiveIntegerField(default=0)),
                ('created_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('shift', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sign_ups', to='volunteers.shift')),
                ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to='volunteers.team')),
            ],
            options={
                'ordering': ['id'],
                'indexes': [models.Index(fields=['shift', 'state'], name='sign_ups_of_shift'), models.Index(condition=models.Q(('state', 'offered')), fields=['offer_until'], name='sign_ups_offered'), models.Index(condition=models.Q(('state', 'requested')), fields=['shift'], name='sign_ups_asked_for')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['requested', 'confirmed', 'offered', 'waiting', 'cancelled', 'declined', 'released', 'lapsed'])), name='sign_up_state_is_known'), models.CheckConstraint(condition=models.Q(('state', 'offered'), ('offer_until__isnull', True), _connector='XOR'), name='offer_says_until_when'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'waiting'), _negated=True), ('waits_since__isnull', False), _connector='OR'), name='waiting_says_since_when')],
            },
        ),
        migrations.CreateModel(
            name='Override',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('gate', models.CharField(max_length=40)),
                ('reason', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('sign_up', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='overrides', to='volunteers.signup')),
            ],
            options={
                'ordering': ['-at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='override_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=24)),
                ('lead', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
                ('sign_up', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='volunteers.signup')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('sign_up', 'kind', 'lead'), name='one_notice_per_kind_and_lead')],
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(choices=[('present', 'Came'), ('no_show', 'Did not come'), ('excused', 'Excused')], default='present', max_length=24)),
                ('how', models.CharField(choices=[('kiosk', 'At the kiosk'), ('phone', 'With their phone'), ('coordinator', 'By a coordinator')], max_length=24)),
                ('arrived_at', models.DateTimeField(blank=True, null=True)),
                ('left_at', models.DateTimeField(blank=True, null=True)),
                ('is_left_assumed', models.BooleanField(default=False, help_text='forgotten check-out, closed by the clock')),
                ('counted', models.PositiveIntegerField(default=0, help_text='minutes that went into the hours')),
                ('recorded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('sign_up', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='attendance', to='volunteers.signup')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('outcome__in', ['present', 'no_show', 'excused'])), name='attendance_outcome_is_known'), models.CheckConstraint(condition=models.Q(('how__in', ['kiosk', 'phone', 'coordinator'])), name='attendance_way_is_known'), models.CheckConstraint(condition=models.Q(('outcome', 'present'), ('arrived_at__isnull', True), _connector='XOR'), name='who_came_has_arrived'), models.CheckConstraint(condition=models.Q(('left_at', None), models.Q(('arrived_at__isnull', False), ('left_at__gte', models.F('arrived_at'))), _connector='OR'), name='left_after_arriving'), models.CheckConstraint(condition=models.Q(('is_left_assumed', False), ('left_at__isnull', False), _connector='OR'), name='assumed_leaving_says_when')],
            },
        ),
        migrations.CreateModel(
            name='SignUpEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_state', models.CharField(blank=True, max_length=24)),
                ('to_state', models.CharField(max_length=24)),
                ('reason', models.CharField(choices=[('self', 'By the volunteer'), ('staff', 'By a coordinator'), ('team', 'With the team'), ('standing', 'Standing place'), ('waitlist', 'From the waitlist'), ('lapse', 'The offer ran out'), ('handover', 'Swap or stand-in'), ('shift_cancelled', 'The shift was cancelled'), ('shift_moved', 'The shift moved'), ('seats', 'Fewer seats'), ('clearance', 'Clearance ended'), ('left', 'Left')], max_length=24)),
                ('at', models.DateTimeField()),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('sign_up', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='volunteers.signup')),
            ],
            options={
                'ordering': ['at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason__in', ['self', 'staff', 'team', 'standing', 'waitlist', 'lapse', 'handover', 'shift_cancelled', 'shift_moved', 'seats', 'clearance', 'left'])), name='sign_up_event_reason_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Site',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('office', 'Public office'), ('partner', "Partner's place"), ('confidential', 'Confidential place')], default='office', max_length=24)),
                ('label', models.CharField(help_text='neutral: tells no street, no town', max_length=80, unique=True)),
                ('district', models.CharField(blank=True, help_text='so that people can plan their way', max_length=80)),
                ('address', models.CharField(blank=True, max_length=300)),
                ('zone', models.CharField(default='America/New_York', max_length=60)),
                ('is_open', models.BooleanField(default=True)),
            ],
            options={
                'ordering': ['label'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['office', 'partner', 'confidential'])), name='site_kind_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'confidential'), _negated=True), ('address', ''), _connector='OR'), name='confidential_site_has_no_open_address')],
            },
        ),
        migrations.CreateModel(
            name='ShiftKiosk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('opened_at', models.DateTimeField()),
                ('closes_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('misses', models.PositiveSmallIntegerField(default=0)),
                ('missed_at', models.DateTimeField(blank=True, null=True)),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='kiosks', to='volunteers.site')),
            ],
            options={
                'ordering': ['-opened_at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('closes_at__gt', models.F('opened_at'))), name='kiosk_closes_after_opening')],
            },
        ),
        migrations.AddField(
            model_name='shift',
            name='site',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shifts', to='volunteers.site'),
        ),
        migrations.AddField(
            model_name='series',
            name='site',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='series', to='volunteers.site'),
        ),
        migrations.CreateModel(
            name='LocationReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                ('sign_up', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='volunteers.signup')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='volunteers.site')),
            ],
            options={
                'indexes': [models.Index(fields=['-at', '-id'], name='location_readings_newest')],
            },
        ),
        migrations.CreateModel(
            name='SiteSecret',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sealed', models.TextField()),
                ('changed_at', models.DateTimeField()),
                ('site', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='secret', to='volunteers.site')),
            ],
        ),
        migrations.CreateModel(
            name='TrainingSession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('seats', models.PositiveSmallIntegerField(default=12)),
                ('cancelled_at', models.DateTimeField(blank=True, null=True)),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='volunteers.course')),
                ('site', models.ForeignKey(blank=True, help_text='none: online', null=True, on_delete=django.db.models.deletion.PROTECT, to='volunteers.site')),
            ],
            options={
                'ordering': ['starts_at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='training_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='Volunteer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('email', models.EmailField(max_length=254, unique=True)),
                ('phone', models.CharField(blank=True, max_length=30)),
                ('language', models.CharField(choices=[('en', 'English'), ('es', 'Spanish')], default='en', max_length=2)),
                ('adult_on', models.DateField(blank=True, null=True)),
                ('reminders_by', models.CharField(choices=[('email', 'E-mail'), ('text', 'Text message'), ('both', 'Both')], default='email', max_length=24)),
                ('is_brought_over', models.BooleanField(default=False, help_text='staff brought the record over from another program; the address is not proven')),
                ('quiet_from', models.TimeField(default=datetime.time(21, 0))),
                ('quiet_until', models.TimeField(default=datetime.time(8, 0))),
                ('created_at', models.DateTimeField()),
                ('left_at', models.DateTimeField(blank=True, null=True)),
                ('search_text', models.GeneratedField(db_persist=True, expression=django.db.models.functions.text.Concat(models.Value(' '), models.Func(django.db.models.functions.text.Lower('name'), models.Value('áàâäãåāăąçćčďéèêëēėęěğíìîïīįłñńňóòôöõøōőŕřśşšťúùûüūůűųýÿźżž'), models.Value('aaaaaaaaacccdeeeeeeeegiiiiiilnnnoooooooorrssstuuuuuuuuyyzzz'), function='TRANSLATE'), models.Value(' '), models.F('email'), models.Value(' '), models.Func(models.F('phone'), models.Value('\\D'), models.Value(''), models.Value('g'), function='REGEXP_REPLACE'), output_field=models.TextField()), output_field=models.TextField())),
                ('interests', models.ManyToManyField(blank=True, related_name='interested', to='volunteers.program')),
                ('user', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='volunteer', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['name', 'id'],
                'indexes': [models.Index(django.db.models.functions.text.Lower('name'), models.F('id'), name='volunteers_by_name'), django.contrib.postgres.indexes.GinIndex(fields=['search_text'], name='volunteer_search', opclasses=['gin_trgm_ops'])],
                'constraints': [models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='volunteer_email_in_lower_case'), models.CheckConstraint(condition=models.Q(('reminders_by__in', ['email', 'text', 'both'])), name='volunteer_reminders_are_known')],
            },
        ),
        migrations.CreateModel(
            name='TrainingRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('done_on', models.DateField()),
                ('expires_on', models.DateField(blank=True, help_text='the last day it counts', null=True)),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='records', to='volunteers.course')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('session', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to='volunteers.trainingsession')),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='trained', to='volunteers.volunteer')),
            ],
            options={
                'ordering': ['-done_on', '-id'],
                'constraints': [models.UniqueConstraint(fields=('volunteer', 'course', 'done_on'), name='training_recorded_once'), models.CheckConstraint(condition=models.Q(('expires_on', None), ('expires_on__gte', models.F('done_on')), _connector='OR'), name='training_expires_after_done')],
            },
        ),
        migrations.CreateModel(
            name='TrainingPlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('booked', 'Booked'), ('attended', 'Attended'), ('missed', 'Did not come'), ('cancelled', 'Cancelled')], default='booked', max_length=24)),
                ('booked_at', models.DateTimeField()),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='places', to='volunteers.trainingsession')),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='training_places', to='volunteers.volunteer')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('session', 'volunteer'), name='one_place_in_a_training'), models.CheckConstraint(condition=models.Q(('state__in', ['booked', 'attended', 'missed', 'cancelled'])), name='training_place_state_is_known')],
            },
        ),
        migrations.CreateModel(
            name='TextMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=24)),
                ('key', models.CharField(max_length=120, unique=True)),
                ('words', models.CharField(help_text='from fixed sentences only', max_length=160)),
                ('state', models.CharField(choices=[('queued', 'Waiting'), ('sent', 'Sent'), ('failed', 'Failed'), ('dropped', 'No longer true')], default='queued', max_length=24)),
                ('created_at', models.DateTimeField()),
                ('send_after', models.DateTimeField()),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('sign_up', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='text_messages', to='volunteers.signup')),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='text_messages', to='volunteers.volunteer')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['queued', 'sent', 'failed', 'dropped'])), name='text_message_state_is_known')],
            },
        ),
        migrations.AddField(
            model_name='team',
            name='leader',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='leads', to='volunteers.volunteer'),
        ),
        migrations.AddField(
            model_name='team',
            name='members',
            field=models.ManyToManyField(blank=True, related_name='teams', to='volunteers.volunteer'),
        ),
        migrations.CreateModel(
            name='StandingPlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_on', models.DateField()),
                ('until_on', models.DateField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('series', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='standing', to='volunteers.series')),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='standing', to='volunteers.volunteer')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('series', 'volunteer'), name='one_standing_place_per_series'), models.CheckConstraint(condition=models.Q(('until_on', None), ('until_on__gte', models.F('from_on')), _connector='OR'), name='standing_place_ends_after_start')],
            },
        ),
        migrations.AddField(
            model_name='signup',
            name='volunteer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sign_ups', to='volunteers.volunteer'),
        ),
        migrations.CreateModel(
            name='HoursEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(help_text='the legal day on which it began')),
                ('minutes', models.IntegerField()),
                ('kind', models.CharField(choices=[('attendance', 'From attendance'), ('reported', 'Reported by the volunteer'), ('correction', 'Correction')], max_length=24)),
                ('state', models.CharField(choices=[('pending', 'To be approved'), ('approved', 'Approved'), ('declined', 'Declined')], max_length=24)),
                ('reason', models.CharField(blank=True, choices=[('forgot_out', 'Forgot to check out'), ('forgot_in', 'Forgot to check in'), ('stayed', 'Stayed longer'), ('left_early', 'Left early'), ('mistake', 'Entered by mistake')], default='', max_length=24)),
                ('created_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('corrects', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='volunteers.hoursentry')),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hours', to='volunteers.program')),
                ('shift', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='hours', to='volunteers.shift')),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hours', to='volunteers.volunteer')),
            ],
            options={
                'verbose_name_plural': 'hours',
                'ordering': ['-on', '-id'],
                'indexes': [models.Index(fields=['volunteer', '-on', '-id'], name='hours_of_volunteer'), models.Index(fields=['state', '-on', '-id'], name='hours_by_state'), models.Index(fields=['-created_at', '-id'], name='hours_by_entry')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['attendance', 'reported', 'correction'])), name='hours_kind_is_known'), models.CheckConstraint(condition=models.Q(('state__in', ['pending', 'approved', 'declined'])), name='hours_state_is_known'), models.UniqueConstraint(condition=models.Q(('kind', 'attendance')), fields=('volunteer', 'shift'), name='hours_of_a_shift_counted_once'), models.CheckConstraint(condition=models.Q(('kind', 'correction'), ('minutes__gte', 0), _connector='OR'), name='hours_are_positive_unless_corrected'), models.CheckConstraint(condition=models.Q(('minutes__gte', -1560), ('minutes__lte', 1560)), name='hours_of_one_day_at_most'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'correction'), ('corrects__isnull', False), models.Q(('reason', ''), _negated=True)), models.Q(models.Q(('kind', 'correction'), _negated=True), ('corrects', None)), _connector='OR'), name='correction_names_what_it_corrects'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'attendance'), _negated=True), ('shift__isnull', False), _connector='OR'), name='attended_hours_are_of_a_shift'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'reported'), _negated=True), models.Q(('state', 'pending'), ('decided_at__isnull', False), _connector='XOR'), _connector='OR'), name='reported_hours_are_decided_or_wait')],
            },
        ),
        migrations.CreateModel(
            name='HeldQualification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_on', models.DateField()),
                ('until_on', models.DateField(blank=True, null=True)),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('qualification', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='held_by', to='volunteers.qualification')),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='held', to='volunteers.volunteer')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('volunteer', 'qualification'), name='qualification_held_once'), models.CheckConstraint(condition=models.Q(('until_on', None), ('until_on__gte', models.F('from_on')), _connector='OR'), name='held_qualification_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='Handover',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('open', 'Open'), ('taken', 'Taken'), ('refused', 'Refused'), ('withdrawn', 'Withdrawn'), ('lapsed', 'Lapsed')], default='open', max_length=24)),
                ('asked_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('in_return', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='wanted_by', to='volunteers.signup')),
                ('sign_up', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='handovers', to='volunteers.signup')),
                ('taken_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='taken_over', to='volunteers.volunteer')),
            ],
            options={
                'ordering': ['-asked_at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['open', 'taken', 'refused', 'withdrawn', 'lapsed'])), name='handover_state_is_known'), models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('sign_up',), name='one_open_handover_per_sign_up'), models.CheckConstraint(condition=models.Q(('state', 'taken'), ('taken_by__isnull', True), _connector='XOR'), name='taken_handover_says_by_whom'), models.CheckConstraint(condition=models.Q(('in_return', None), models.Q(('in_return', models.F('sign_up')), _negated=True), _connector='OR'), name='swap_is_between_two')],
            },
        ),
        migrations.CreateModel(
            name='GuardianConsent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('guardian_name', models.CharField(max_length=120)),
                ('guardian_email', models.EmailField(max_length=254)),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('asked_at', models.DateTimeField(null=True)),
                ('reminded_at', models.DateTimeField(null=True)),
                ('given_at', models.DateTimeField(blank=True, null=True)),
                ('refused_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='volunteers.volunteer')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('withdrawn_at', None), ('given_at__isnull', False), _connector='OR'), name='consent_given_before_withdrawn'), models.CheckConstraint(condition=models.Q(('given_at', None), ('refused_at', None), _connector='OR'), name='consent_given_or_refused')],
            },
        ),
        migrations.CreateModel(
            name='Clearance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_for_confidential', models.BooleanField(default=False)),
                ('from_on', models.DateField()),
                ('until_on', models.DateField(blank=True, null=True)),
                ('decided_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('revoked_on', models.DateField(blank=True, help_text='the first day it no longer holds', null=True)),
                ('revoked_for', models.CharField(blank=True, choices=[('check', 'A check did not pass'), ('conduct', 'Conduct'), ('agreement', 'An agreement was not kept'), ('left', 'Left the program'), ('replaced', 'Replaced by a newer decision'), ('other', 'Other')], default='', max_length=24)),
                ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('revoked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='clearances', to='volunteers.program')),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='clearances', to='volunteers.volunteer')),
            ],
            options={
                'ordering': ['-from_on', '-id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('revoked_at__isnull', True)), fields=('volunteer', 'program'), name='one_standing_clearance_per_program'), models.CheckConstraint(condition=models.Q(('until_on', None), ('until_on__gte', models.F('from_on')), _connector='OR'), name='clearance_ends_after_start'), models.CheckConstraint(condition=models.Q(models.Q(('revoked_at', None), ('revoked_on', None), ('revoked_for', '')), models.Q(('revoked_at__isnull', False), ('revoked_on__isnull', False), models.Q(('revoked_for', ''), _negated=True)), _connector='OR'), name='revoked_clearance_says_when_and_why')],
            },
        ),
        migrations.CreateModel(
            name='Check',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('background', 'Background check'), ('registry', 'Child protection registry'), ('youth', 'Suitability for work with young people'), ('driving', 'Driving record'), ('license', 'Professional license')], max_length=24)),
                ('result', models.CharField(choices=[('pending', 'Ordered'), ('pass', 'Pass'), ('not_pass', 'Not pass')], default='pending', max_length=24)),
                ('ordered_on', models.DateField()),
                ('done_on', models.DateField(blank=True, null=True)),
                ('expires_on', models.DateField(blank=True, help_text='the last day it counts', null=True)),
                ('vendor_reference', models.CharField(blank=True, max_length=60)),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='checks', to='volunteers.volunteer')),
            ],
            options={
                'ordering': ['-ordered_on', '-id'],
                'indexes': [models.Index(fields=['expires_on'], name='checks_by_expiry')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['background', 'registry', 'youth', 'driving', 'license'])), name='check_kind_is_known'), models.CheckConstraint(condition=models.Q(('result__in', ['pending', 'pass', 'not_pass'])), name='check_result_is_known'), models.CheckConstraint(condition=models.Q(('result', 'pending'), ('done_on__isnull', False), _connector='XOR'), name='check_done_iff_it_has_a_result'), models.CheckConstraint(condition=models.Q(('expires_on', None), ('done_on', None), ('expires_on__gte', models.F('done_on')), _connector='OR'), name='check_expires_after_done')],
            },
        ),
        migrations.CreateModel(
            name='CalendarFeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('created_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('read_at', models.DateTimeField(blank=True, null=True)),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='feeds', to='volunteers.volunteer')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('revoked_at__isnull', True)), fields=('volunteer',), name='one_live_feed_per_volunteer')],
            },
        ),
        migrations.CreateModel(
            name='Away',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_on', models.DateField()),
                ('until_on', models.DateField()),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='away', to='volunteers.volunteer')),
            ],
            options={
                'ordering': ['from_on', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('until_on__gte', models.F('from_on'))), name='away_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='Availability',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weekday', models.PositiveSmallIntegerField()),
                ('starts', models.TimeField()),
                ('ends', models.TimeField()),
                ('wish', models.CharField(choices=[('likes', 'I like it'), ('can', 'I can')], default='can', max_length=24)),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='availability', to='volunteers.volunteer')),
            ],
            options={
                'ordering': ['weekday', 'starts'],
                'constraints': [models.CheckConstraint(condition=models.Q(('weekday__lte', 6)), name='weekday_is_of_a_week'), models.CheckConstraint(condition=models.Q(('wish__in', ['likes', 'can'])), name='wish_is_known')],
            },
        ),
        migrations.AddField(
            model_name='application',
            name='volunteer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='applications', to='volunteers.volunteer'),
        ),
        migrations.CreateModel(
            name='AgreementAcceptance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('accepted_at', models.DateTimeField()),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acceptances', to='volunteers.agreementversion')),
                ('volunteer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='accepted', to='volunteers.volunteer')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('volunteer', 'version'), name='version_accepted_once')],
            },
        ),
        migrations.CreateModel(
            name='VolunteerRole',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('name_es', models.CharField(blank=True, max_length=120)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('is_open', models.BooleanField(default=True)),
                ('summary', models.CharField(blank=True, max_length=300)),
                ('summary_es', models.CharField(blank=True, max_length=300)),
                ('is_instant', models.BooleanField(default=True, help_text='a cleared volunteer is confirmed at once')),
                ('seats', models.PositiveSmallIntegerField(default=2, help_text='proposed for new shifts')),
                ('sign_up_closes', models.PositiveIntegerField(default=120, help_text='minutes before the start')),
                ('cancel_closes', models.PositiveIntegerField(default=1440, help_text='minutes before the start')),
                ('needs', models.ManyToManyField(blank=True, related_name='roles', to='volunteers.qualification')),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='roles', to='volunteers.program')),
            ],
            options={
                'ordering': ['position', 'id'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('program', 'name'), name='role_named_once_in_a_program'), models.CheckConstraint(condition=models.Q(('seats__gte', 1)), name='role_has_a_seat')],
            },
        ),
        migrations.AddField(
            model_name='shift',
            name='role',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shifts', to='volunteers.volunteerrole'),
        ),
        migrations.AddField(
            model_name='series',
            name='role',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='series', to='volunteers.volunteerrole'),
        ),
        migrations.CreateModel(
            name='Coverage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('least', models.PositiveSmallIntegerField(default=1)),
                ('needs_stand_in', models.BooleanField(default=False)),
                ('qualification', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='volunteers.qualification')),
                ('role', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='coverage', to='volunteers.volunteerrole')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('role', 'qualification'), name='one_rule_per_qualification', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('least__gte', 1)), name='coverage_wants_somebody')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreementversion',
            trigger=pgtrigger.compiler.Trigger(name='agreement_versions_stay', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='64502f584b0d82917cac86c5c39d95b441d97681', operation='UPDATE OR DELETE', pgid='pgtrigger_agreement_versions_stay_57641', table='volunteers_agreementversion', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='applicationevent',
            trigger=pgtrigger.compiler.Trigger(name='application_events_stay', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='4915a26513661950b5b503366e5b6c4f8bdfc84f', operation='UPDATE', pgid='pgtrigger_application_events_stay_42855', table='volunteers_applicationevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='broadcast',
            trigger=pgtrigger.compiler.Trigger(name='broadcasts_stay', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='11eb77b9533a360f99eb811b00a6d28a05d1ffd3', operation='UPDATE', pgid='pgtrigger_broadcasts_stay_7be3d', table='volunteers_broadcast', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='override',
            trigger=pgtrigger.compiler.Trigger(name='overrides_stay', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='f5711ca2d035227c0743f99f6a7b287105d048ba', operation='UPDATE', pgid='pgtrigger_overrides_stay_78c8f', table='volunteers_override', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attendance',
            trigger=pgtrigger.compiler.Trigger(name='who_is_recorded_has_a_seat', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    IF NOT EXISTS (\n                        SELECT 1 FROM volunteers_signup WHERE id = NEW.sign_up_id AND state = 'confirmed'\n                    ) THEN\n                        RAISE EXCEPTION 'only who has a confirmed seat is recorded'\n                            USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NEW;\n                ", hash='043eb13795067ee0821613dc73978a2a5265aa3a', operation='INSERT', pgid='pgtrigger_who_is_recorded_has_a_seat_da382', table='volunteers_attendance', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='signupevent',
            trigger=pgtrigger.compiler.Trigger(name='sign_up_events_stay', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='0ac3e557381de60ae4406c7aaf5a889f562c2910', operation='UPDATE', pgid='pgtrigger_sign_up_events_stay_ca481', table='volunteers_signupevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='locationreading',
            trigger=pgtrigger.compiler.Trigger(name='location_readings_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='65c3f4c05fa737d44d02f556c9630d57a8ee7555', operation='UPDATE OR DELETE', pgid='pgtrigger_location_readings_append_only_b634c', table='volunteers_locationreading', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='signup',
            index=models.Index(fields=['volunteer', 'state'], name='sign_ups_of_volunteer'),
        ),
        migrations.AddConstraint(
            model_name='signup',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['requested', 'confirmed', 'offered', 'waiting'])), fields=('shift', 'volunteer'), name='one_active_sign_up_per_shift'),
        ),
        migrations.AddConstraint(
            model_name='signup',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('state__in', ['requested', 'confirmed', 'offered'])), expressions=[('volunteer', '='), ('during', '&&')], name='no_volunteer_in_two_places'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='signup',
            trigger=pgtrigger.compiler.Trigger(name='sign_up_carries_its_span', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n                    SELECT tstzrange(starts_at, ends_at) INTO NEW.during\n                    FROM volunteers_shift WHERE id = NEW.shift_id;\n                    RETURN NEW;\n                ', hash='9dad0093f4dda6c25ad8b92510e6b56397736ff6', operation='INSERT OR UPDATE OF "shift_id"', pgid='pgtrigger_sign_up_carries_its_span_d64a6', table='volunteers_signup', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='hoursentry',
            trigger=pgtrigger.compiler.Trigger(name='hours_are_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='9b827867fe0256c9f1de0877a506f89b30864ce2', operation='DELETE', pgid='pgtrigger_hours_are_never_deleted_fcbe7', table='volunteers_hoursentry', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='hoursentry',
            trigger=pgtrigger.compiler.Trigger(name='hours_are_decided_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" IN (\'approved\', \'declined\') OR OLD."minutes" IS DISTINCT FROM (NEW."minutes") OR OLD."volunteer_id" IS DISTINCT FROM (NEW."volunteer_id") OR OLD."on" IS DISTINCT FROM (NEW."on") OR OLD."program_id" IS DISTINCT FROM (NEW."program_id") OR OLD."shift_id" IS DISTINCT FROM (NEW."shift_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."corrects_id" IS DISTINCT FROM (NEW."corrects_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='c330d93a9502b06754c546a6e553a6683249397e', operation='UPDATE', pgid='pgtrigger_hours_are_decided_once_0a945', table='volunteers_hoursentry', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='hoursentry',
            trigger=pgtrigger.compiler.Trigger(name='hours_are_never_below_zero', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."kind" = \'correction\' AND NEW."state" = \'approved\')', func="\n                    PERFORM 1 FROM volunteers_hoursentry WHERE id = NEW.corrects_id\n                        AND kind <> 'correction' AND state = 'approved' FOR NO KEY UPDATE;\n                    IF NOT FOUND THEN\n                        RAISE EXCEPTION 'only hours that count are corrected'\n                            USING ERRCODE = 'check_violation';\n                    END IF;\n                    IF NEW.minutes + (\n                        SELECT sum(minutes) FROM volunteers_hoursentry\n                        WHERE (id = NEW.corrects_id OR corrects_id = NEW.corrects_id)\n                            AND state = 'approved' AND id IS DISTINCT FROM NEW.id\n                    ) < 0 THEN\n                        RAISE EXCEPTION 'hours would be below zero'\n                            USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NEW;\n                ", hash='5f832fc7f5a77f3e8ea3e955adbe94d9b9efc585', operation='INSERT OR UPDATE OF "state"', pgid='pgtrigger_hours_are_never_below_zero_0d802', table='volunteers_hoursentry', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['draft', 'applied', 'interview', 'checks'])), fields=('volunteer',), name='one_open_application_per_volunteer'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreementacceptance',
            trigger=pgtrigger.compiler.Trigger(name='acceptances_stay', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='1c9bdc646f4b0887831053e4af02fe216121c509', operation='UPDATE', pgid='pgtrigger_acceptances_stay_61d22', table='volunteers_agreementacceptance', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='shift',
            index=models.Index(fields=['role', 'starts_at'], name='shifts_of_role'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='shift',
            trigger=pgtrigger.compiler.Trigger(name='sign_ups_follow_the_shift', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n                    UPDATE volunteers_signup SET during = tstzrange(NEW.starts_at, NEW.ends_at)\n                    WHERE shift_id = NEW.id;\n                    RETURN NULL;\n                ', hash='8e09aee302c53bccfb0f81225f10b40b1efa6caa', operation='UPDATE OF "starts_at", "ends_at"', pgid='pgtrigger_sign_ups_follow_the_shift_25aa1', table='volunteers_shift', when='AFTER')),
        ),
    ]

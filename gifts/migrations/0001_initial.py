import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('campaigns', '0001_initial'),
        ('donors', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='StripeSetting',
            fields=[
                ('name', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('value', models.CharField(max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name='TallyMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('donor_id', models.BigIntegerField(null=True)),
                ('day', models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name='YearStart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(unique=True)),
                ('donors', models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(choices=[('check', 'Checks'), ('cash', 'Cash'), ('wire', 'Wires'), ('payroll', 'Payroll deductions'), ('text', 'Text messages')], help_text='how its gifts came, unless one says', max_length=10)),
                ('expected_count', models.PositiveIntegerField(help_text='counted by hand before anything was typed')),
                ('expected_total', models.DecimalField(decimal_places=2, help_text='added up by hand before anything was typed', max_digits=12)),
                ('currency', models.CharField(max_length=3)),
                ('received_on', models.DateField()),
                ('deposited_on', models.DateField(help_text='when it goes to the bank', null=True)),
                ('version', models.PositiveIntegerField(default=1, help_text='counts the changes of what stands above')),
                ('opened_at', models.DateTimeField()),
                ('posted_at', models.DateTimeField(null=True)),
                ('posted_count', models.PositiveIntegerField(null=True)),
                ('override_reason', models.CharField(blank=True, default='', help_text='why it was posted although it did not match', max_length=200)),
                ('undo_asked_at', models.DateTimeField(null=True)),
                ('undo_reason', models.CharField(blank=True, default='', max_length=200)),
                ('undone_at', models.DateTimeField(null=True)),
                ('appeal', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='batches', to='campaigns.appeal')),
                ('campaign', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='batches', to='campaigns.campaign')),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('posted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('undo_asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name_plural': 'batches',
            },
        ),
        migrations.CreateModel(
            name='BatchShare',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('percent', models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shares', to='gifts.batch')),
                ('fund', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaigns.fund')),
            ],
        ),
        migrations.CreateModel(
            name='Budget',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scope', models.CharField(max_length=20)),
                ('source', models.CharField(help_text='keyed hash; the address itself is not kept', max_length=64)),
                ('window_starts_at', models.DateTimeField()),
                ('used', models.PositiveIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('scope', 'source', 'window_starts_at'), name='one_budget_per_source_and_window')],
            },
        ),
        migrations.CreateModel(
            name='CampaignGiver',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('donor_number', models.BigIntegerField()),
                ('raised', models.DecimalField(decimal_places=2, max_digits=12)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='givers', to='campaigns.campaign')),
            ],
        ),
        migrations.CreateModel(
            name='CampaignTotal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slot', models.PositiveSmallIntegerField()),
                ('raised', models.DecimalField(db_default=0, decimal_places=2, default=0, help_text='may be below zero: a refund may fall into another slot than its charge', max_digits=12)),
                ('donors', models.IntegerField(db_default=0, default=0, help_text='of whose gifts here something stands')),
                ('goods', models.IntegerField(db_default=0, default=0, help_text='gifts of goods that stand')),
                ('monthly', models.IntegerField(db_default=0, default=0, help_text='recurring gifts begun')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='totals', to='campaigns.campaign')),
            ],
        ),
        migrations.CreateModel(
            name='Checkout',
            fields=[
                ('is_anonymous', models.BooleanField(default=False, help_text='never named in public')),
                ('tribute_kind', models.CharField(blank=True, choices=[('', 'No tribute'), ('honor', 'In honor of'), ('memory', 'In memory of')], default='', max_length=6)),
                ('tribute_name', models.CharField(blank=True, default='', max_length=120)),
                ('tribute_message', models.CharField(blank=True, choices=[('', 'No message'), ('thinking', 'Thinking of you'), ('gratitude', 'With gratitude'), ('sympathy', 'With deepest sympathy'), ('celebration', 'Celebrating you')], default='', max_length=12)),
                ('employer', models.CharField(blank=True, default='', max_length=120)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('form_key', models.UUIDField(unique=True)),
                ('form', models.UUIDField(db_index=True, default=uuid.uuid4, help_text='drawn when the form was shown')),
                ('network', models.CharField(blank=True, default='', help_text='keyed hash of who asked', max_length=64)),
                ('state', models.CharField(choices=[('open', 'Open'), ('completed', 'Completed'), ('expired', 'Expired')], default='open', max_length=10)),
                ('amount', models.DecimalField(decimal_places=2, help_text='the gift, without the covered fee', max_digits=12)),
                ('fee_cover', models.DecimalField(decimal_places=2, default=0, help_text='added by the donor toward the fee; part of the gift', max_digits=12)),
                ('currency', models.CharField(max_length=3)),
                ('frequency', models.CharField(choices=[('once', 'Once'), ('monthly', 'Monthly'), ('quarterly', 'Quarterly'), ('annually', 'Annually')], default='once', max_length=10)),
                ('name', models.CharField(max_length=200)),
                ('email', models.EmailField(max_length=254)),
                ('language', models.CharField(default='en', max_length=2)),
                ('wants_news', models.BooleanField(default=False)),
                ('utm_source', models.CharField(blank=True, default='', max_length=80)),
                ('utm_medium', models.CharField(blank=True, default='', max_length=80)),
                ('utm_campaign', models.CharField(blank=True, default='', max_length=80)),
                ('attempt', models.PositiveSmallIntegerField(default=1, help_text='part of the idempotency key')),
                ('session_id', models.CharField(max_length=120, null=True, unique=True)),
                ('session_url', models.TextField(blank=True, default='')),
                ('expires_at', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField()),
                ('appeal', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='checkouts', to='campaigns.appeal')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checkouts', to='campaigns.campaign')),
                ('fund', models.ForeignKey(help_text='NULL: where it is needed most, by `shares`', null=True, on_delete=django.db.models.deletion.PROTECT, to='campaigns.fund')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CheckoutShare',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('percent', models.DecimalField(decimal_places=2, max_digits=5)),
                ('checkout', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shares', to='gifts.checkout')),
                ('fund', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checkout_shares', to='campaigns.fund')),
            ],
            options={
                'ordering': ['fund__position', 'fund_id'],
            },
        ),
        migrations.CreateModel(
            name='ClosedPeriod',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('begins_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('closed_at', models.DateTimeField()),
                ('digest', models.CharField(help_text='SHA-256 of its journal, as it is exported', max_length=64)),
                ('seen_line', models.BigIntegerField(default=0, help_text='lines of the ledger up to this one were there when it was closed')),
                ('reopened_at', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, default='', max_length=200)),
                ('closed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reopened_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='CohortTally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cohort', models.SmallIntegerField()),
                ('year', models.SmallIntegerField()),
                ('move', models.CharField(choices=[('none', 'Did not give the year before'), ('same', 'Gave as much'), ('up', 'Gave more'), ('down', 'Gave less')], max_length=4)),
                ('donors', models.IntegerField()),
                ('given', models.DecimalField(decimal_places=2, max_digits=12)),
                ('given_before', models.DecimalField(decimal_places=2, default=0, max_digits=12)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('cohort', 'year', 'move'), name='one_row_per_cohort_year_and_move'), models.CheckConstraint(condition=models.Q(('year__gte', models.F('cohort'))), name='cohort_begins_before_it_gives'), models.CheckConstraint(condition=models.Q(('move__in', ['none', 'same', 'up', 'down'])), name='cohort_move_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Comparison',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('began_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField()),
                ('since', models.DateTimeField(help_text='movements from then on; NULL: all of them', null=True)),
                ('month', models.DateField(help_text='a month of the past that was read again besides', null=True)),
                ('charges', models.PositiveIntegerField(default=0)),
                ('refunds', models.PositiveIntegerField(default=0)),
                ('disputes', models.PositiveIntegerField(default=0)),
                ('payouts', models.PositiveIntegerField(default=0)),
                ('recurring', models.PositiveIntegerField(default=0)),
                ('balance', models.PositiveIntegerField(default=0)),
            ],
            options={
                'indexes': [models.Index(fields=['-ended_at', '-id'], name='comparisons_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ended_at__gte', models.F('began_at'))), name='comparison_ends_after_it_began')],
            },
        ),
        migrations.CreateModel(
            name='DayTally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('campaign_id', models.BigIntegerField(null=True)),
                ('appeal_id', models.BigIntegerField(null=True)),
                ('gifts', models.PositiveIntegerField()),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12)),
                ('raised', models.DecimalField(decimal_places=2, max_digits=12)),
                ('fees', models.DecimalField(decimal_places=2, max_digits=12)),
            ],
            options={
                'indexes': [models.Index(fields=['campaign_id', 'day'], name='days_of_campaign')],
                'constraints': [models.UniqueConstraint(fields=('day', 'campaign_id', 'appeal_id'), name='one_row_per_day_campaign_and_appeal', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='Difference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('part', models.CharField(choices=[('charges', 'Charges'), ('refunds', 'Refunds'), ('disputes', 'Disputes'), ('payouts', 'Payouts'), ('recurring', 'Recurring gifts'), ('balance', 'Balance and other movements')], default='balance', max_length=10)),
                ('object_id', models.CharField(max_length=80)),
                ('root', models.CharField(blank=True, default='', help_text='pi_, po_, sub_: what to re-read', max_length=80)),
                ('ours', models.CharField(blank=True, default='', max_length=200)),
                ('stripes', models.CharField(blank=True, default='', max_length=200)),
                ('first_seen_at', models.DateTimeField()),
                ('last_seen_at', models.DateTimeField()),
                ('resolved_at', models.DateTimeField(null=True)),
                ('explanation', models.CharField(blank=True, default='', max_length=200)),
                ('explained_at', models.DateTimeField(null=True)),
                ('explained_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='DonorTally',
            fields=[
                ('donor_id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('gifts', models.PositiveIntegerField()),
                ('given', models.DecimalField(decimal_places=2, max_digits=12)),
                ('first_on', models.DateField(null=True)),
                ('last_on', models.DateField(null=True)),
                ('largest', models.DecimalField(decimal_places=2, default=0, max_digits=12)),
            ],
            options={
                'indexes': [models.Index(fields=['-given', 'donor_id'], name='donors_by_given')],
            },
        ),
        migrations.CreateModel(
            name='DonorYear',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('donor_id', models.BigIntegerField()),
                ('year', models.SmallIntegerField()),
                ('gifts', models.PositiveIntegerField()),
                ('given', models.DecimalField(decimal_places=2, max_digits=12)),
                ('first_on', models.DateField(null=True)),
                ('last_on', models.DateField(null=True)),
                ('largest', models.DecimalField(decimal_places=2, default=0, max_digits=12)),
                ('cohort', models.SmallIntegerField(null=True)),
                ('given_before', models.DecimalField(decimal_places=2, max_digits=12, null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['year', 'donor_id'], include=('given', 'gifts'), name='donors_of_year')],
                'constraints': [models.UniqueConstraint(fields=('donor_id', 'year'), name='one_row_per_donor_and_year'), models.CheckConstraint(condition=models.Q(models.Q(('first_on', None), ('gifts', 0), ('last_on', None)), models.Q(('first_on__isnull', False), ('gifts__gt', 0), ('last_on__gte', models.F('first_on'))), _connector='OR'), name='donor_year_with_gifts_has_its_days')],
            },
        ),
        migrations.CreateModel(
            name='FundDayTally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('campaign_id', models.BigIntegerField(null=True)),
                ('fund_id', models.BigIntegerField()),
                ('gifts', models.PositiveIntegerField()),
                ('raised', models.DecimalField(decimal_places=2, max_digits=12)),
            ],
            options={
                'indexes': [models.Index(fields=['fund_id', 'day'], name='days_of_fund')],
                'constraints': [models.UniqueConstraint(fields=('day', 'campaign_id', 'fund_id'), name='one_row_per_day_campaign_and_fund', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='FundOpening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(help_text='gifts and spendings from this day on come on top')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12)),
                ('created_at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('fund', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='openings', to='campaigns.fund')),
            ],
        ),
        migrations.CreateModel(
            name='FundSpending',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('form_key', models.UUIDField(help_text='drawn when the form was shown', unique=True)),
                ('day', models.DateField()),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12)),
                ('what', models.CharField(max_length=120)),
                ('releases', models.BooleanField(help_text='the fund was restricted: spending it releases it')),
                ('created_at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('corrects', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='gifts.fundspending')),
                ('fund', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='spendings', to='campaigns.fund')),
            ],
        ),
        migrations.CreateModel(
            name='FundTally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(help_text='of the gifts: a mark of that day has all of them counted anew')),
                ('moved_on', models.DateField()),
                ('fund_id', models.BigIntegerField()),
                ('lines', models.PositiveIntegerField()),
                ('received', models.DecimalField(decimal_places=2, max_digits=12)),
                ('fees', models.DecimalField(decimal_places=2, max_digits=12)),
            ],
            options={
                'indexes': [models.Index(fields=['fund_id', 'moved_on'], name='moves_of_fund')],
                'constraints': [models.UniqueConstraint(fields=('day', 'moved_on', 'fund_id'), name='one_row_per_days_and_fund')],
            },
        ),
        migrations.CreateModel(
            name='Gift',
            fields=[
                ('is_anonymous', models.BooleanField(default=False, help_text='never named in public')),
                ('tribute_kind', models.CharField(blank=True, choices=[('', 'No tribute'), ('honor', 'In honor of'), ('memory', 'In memory of')], default='', max_length=6)),
                ('tribute_name', models.CharField(blank=True, default='', max_length=120)),
                ('tribute_message', models.CharField(blank=True, choices=[('', 'No message'), ('thinking', 'Thinking of you'), ('gratitude', 'With gratitude'), ('sympathy', 'With deepest sympathy'), ('celebration', 'Celebrating you')], default='', max_length=12)),
                ('employer', models.CharField(blank=True, default='', max_length=120)),
                ('kind', models.CharField(choices=[('money', 'Money'), ('goods', 'Goods'), ('securities', 'Securities'), ('vehicle', 'Vehicle'), ('currency', 'Foreign currency in notes')], default='money', max_length=10)),
                ('payer', models.CharField(choices=[('donor', 'The donor'), ('company', 'A company, from its own account'), ('match', "An employer, matching an employee's gift"), ('daf', 'The sponsor of a donor-advised fund'), ('foundation', 'A foundation'), ('ira', "The custodian of the donor's IRA")], default='donor', max_length=10)),
                ('postmarked_on', models.DateField(help_text='of a gift that came by post', null=True)),
                ('received_on', models.DateField(help_text='when it reached us, where that is not the legal day', null=True)),
                ('terms', models.PositiveIntegerField(default=0)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('source', models.CharField(choices=[('stripe', 'Online'), ('check', 'Check'), ('cash', 'Cash'), ('wire', 'Wire'), ('payroll', 'Payroll deduction'), ('text', 'Text message'), ('delivery', 'Handed over or delivered'), ('elsewhere', 'Through another service')], max_length=10)),
                ('state', models.CharField(choices=[('processing', 'Confirming with the bank'), ('paid', 'Paid'), ('partly_refunded', 'Partly refunded'), ('refunded', 'Refunded'), ('disputed', 'Disputed'), ('lost', 'Lost'), ('failed', 'Failed'), ('reversed', 'Reversed')], max_length=16)),
                ('form_key', models.UUIDField(help_text='of one entered here: drawn when the form was shown', null=True, unique=True)),
                ('payment_id', models.CharField(max_length=80, null=True, unique=True)),
                ('charge_id', models.CharField(blank=True, default='', max_length=80)),
                ('method', models.CharField(blank=True, default='', help_text='card, us_bank_account …', max_length=40)),
                ('is_unmatched', models.BooleanField(default=False, help_text='Stripe took it and nobody here knows why')),
                ('payer_name', models.CharField(blank=True, default='', help_text='as the bank or a check gave it', max_length=200)),
                ('payer_email', models.EmailField(blank=True, default='', max_length=254)),
                ('check_number', models.CharField(blank=True, default='', help_text='as printed on it', max_length=20)),
                ('amount', models.DecimalField(decimal_places=2, help_text='all that was charged, covered fee included; of property, its value in the books', max_digits=12)),
                ('fee_cover', models.DecimalField(decimal_places=2, default=0, max_digits=12)),
                ('stands', models.DecimalField(db_default=Decimal('0.00'), decimal_places=2, default=0, help_text='by trigger: the sum of its ledger lines, what `with_net()` counts', max_digits=12)),
                ('fees', models.DecimalField(db_default=Decimal('0.00'), decimal_places=2, default=0, help_text='by trigger: what the processor kept of it', max_digits=12)),
                ('currency', models.CharField(max_length=3)),
                ('given_at', models.DateTimeField(null=True)),
                ('given_on', models.DateField(help_text="legal day, resolved once in the organisation's zone", null=True)),
                ('date_basis', models.CharField(choices=[('charged', 'card charged'), ('postmark', 'postmark'), ('received', 'received'), ('delivered', 'delivered'), ('withheld', 'withheld from pay'), ('sent', 'text message sent')], default='charged', max_length=10)),
                ('created_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), help_text='by trigger: when the gift or its money last changed; what receipts look at')),
                ('appeal', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='gifts', to='campaigns.appeal')),
                ('batch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='gifts', to='gifts.batch')),
                ('campaign', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='gifts', to='campaigns.campaign')),
                ('checkout', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='gifts', to='gifts.checkout')),
                ('co_payer', models.ForeignKey(help_text='the other holder of a joint account, named on the receipt', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='joint_gifts', to='donors.donor')),
                ('donor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='gifts', to='donors.donor')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Dispute',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('dispute_id', models.CharField(max_length=80, unique=True)),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12)),
                ('currency', models.CharField(max_length=3)),
                ('state', models.CharField(help_text='as Stripe names it', max_length=30)),
                ('reason', models.CharField(max_length=60)),
                ('is_inquiry', models.BooleanField(default=False)),
                ('opened_at', models.DateTimeField()),
                ('evidence_due_at', models.DateTimeField(null=True)),
                ('gift', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='disputes', to='gifts.gift')),
            ],
        ),
        migrations.CreateModel(
            name='ChallengeMatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12)),
                ('created_at', models.DateTimeField()),
                ('challenge', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='matches', to='campaigns.challenge')),
                ('gift', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='matches', to='gifts.gift')),
            ],
        ),
        migrations.CreateModel(
            name='Benefit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('ordinary', 'Ordinary: a ticket, a dinner, an item'), ('token', 'Low-cost item that carries our name or logo'), ('membership', 'Privilege of a yearly membership'), ('religious', 'Intangible religious benefit')], default='ordinary', max_length=10)),
                ('description', models.CharField(max_length=120)),
                ('fair_value', models.DecimalField(decimal_places=2, help_text='what it would cost elsewhere, in good faith', max_digits=12)),
                ('cost', models.DecimalField(decimal_places=2, help_text='what it cost us, for a low-cost item', max_digits=12, null=True)),
                ('sold_from', models.DecimalField(decimal_places=2, help_text='the lowest yearly membership that brings the same privileges', max_digits=12, null=True)),
                ('basis', models.CharField(help_text='how the value was estimated', max_length=200)),
                ('gift', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='benefits', to='gifts.gift')),
            ],
        ),
        migrations.CreateModel(
            name='Allocation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12)),
                ('fund', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='allocations', to='campaigns.fund')),
                ('gift', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='allocations', to='gifts.gift')),
            ],
        ),
        migrations.CreateModel(
            name='GivingPolicy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('minimum', models.DecimalField(decimal_places=2, default=Decimal('5.00'), max_digits=12)),
                ('maximum', models.DecimalField(decimal_places=2, default=Decimal('25000.00'), max_digits=12)),
                ('fee_percent', models.DecimalField(decimal_places=3, default=Decimal('2.900'), max_digits=5)),
                ('fee_fixed', models.DecimalField(decimal_places=2, default=Decimal('0.30'), max_digits=12)),
                ('statement_descriptor', models.CharField(default='SH GIVING', max_length=22)),
                ('is_quiet', models.BooleanField(default=False, help_text='new recurring gifts are thanked once a year, until their donors choose')),
                ('paused_at', models.DateTimeField(null=True)),
                ('paused_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='ImportedGift',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(help_text='which program, in lower case', max_length=40)),
                ('key', models.CharField(max_length=120)),
                ('is_receipted', models.BooleanField(default=True, help_text='its receipt was given elsewhere')),
                ('gift', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='imported', to='gifts.gift')),
            ],
        ),
        migrations.CreateModel(
            name='JournalPolicy',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('begins_on', models.DateField(help_text='first day of the first month of the journal')),
                ('confirmed_at', models.DateTimeField()),
                ('confirmed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Payout',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('payout_id', models.CharField(max_length=80, unique=True)),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12)),
                ('currency', models.CharField(max_length=3)),
                ('state', models.CharField(choices=[('pending', 'Pending'), ('in_transit', 'In transit'), ('paid', 'Paid'), ('failed', 'Failed'), ('canceled', 'Canceled')], max_length=10)),
                ('created_at', models.DateTimeField()),
                ('arrives_on', models.DateField()),
                ('lines_net', models.DecimalField(decimal_places=2, default=0, help_text='sum of the net of its ledger lines', max_digits=12)),
                ('needs_attention', models.BooleanField(default=False)),
                ('is_automatic', models.BooleanField(default=True, help_text='Stripe names the lines of automatic payouts only')),
                ('seen_on', models.DateField(help_text='on the bank statement, as finance ticked it', null=True)),
                ('seen_at', models.DateTimeField(null=True)),
                ('seen_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='LedgerLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('txn_id', models.CharField(max_length=80, null=True, unique=True)),
                ('kind', models.CharField(choices=[('charge', 'Charge'), ('fee', 'Fee'), ('refund', 'Refund'), ('dispute', 'Dispute'), ('reversal', 'Reversal'), ('payout', 'Payout'), ('adjustment', 'Adjustment'), ('offline', 'Offline')], max_length=10)),
                ('stripe_type', models.CharField(blank=True, default='', max_length=60)),
                ('source_id', models.CharField(blank=True, default='', help_text='ch_, re_, du_, po_ …', max_length=80)),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12)),
                ('fee', models.DecimalField(decimal_places=2, default=0, max_digits=12)),
                ('net', models.DecimalField(decimal_places=2, max_digits=12)),
                ('currency', models.CharField(max_length=3)),
                ('occurred_at', models.DateTimeField()),
                ('available_on', models.DateField(null=True)),
                ('created_at', models.DateTimeField()),
                ('gift', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='ledger_lines', to='gifts.gift')),
                ('payout', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='gifts.payout')),
            ],
        ),
        migrations.CreateModel(
            name='JournalRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('source', models.CharField(help_text='line:…, received:…, arrival:…, deposit:…, spending:…', max_length=30)),
                ('what', models.CharField(max_length=14)),
                ('posted_on', models.DateField()),
                ('belongs_on', models.DateField(help_text='earlier than posted: it came after its month was closed')),
                ('purpose', models.CharField(choices=[('stripe', 'Cash at Stripe'), ('transit', 'Payouts on their way to the bank'), ('bank', 'Bank'), ('undeposited', 'Checks and cash, not deposited yet'), ('mail', 'Gifts in the mail: dated by postmark, not here yet'), ('things', 'Goods, securities and vehicles given'), ('suspense', 'Payments that wait for their donor'), ('gifts', 'Gifts without restriction'), ('restricted', 'Gifts with donor restriction'), ('in_kind', 'Gifts in kind'), ('cover', 'Fees that donors covered'), ('fees', 'Processing fees'), ('refunds', 'Refunds and returned gifts'), ('disputes', 'Disputed gifts'), ('adjustments', 'Other movements at Stripe'), ('released_from', 'Released from restriction: with restriction'), ('released_to', 'Released from restriction: without restriction')], max_length=14)),
                ('code', models.CharField(max_length=20)),
                ('name', models.CharField(max_length=80)),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12)),
                ('batch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='journal_rows', to='gifts.batch')),
                ('fund', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaigns.fund')),
                ('period', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='gifts.closedperiod')),
                ('spending', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='journal_rows', to='gifts.fundspending')),
                ('line', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='journal_rows', to='gifts.ledgerline')),
                ('payout', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='journal_rows', to='gifts.payout')),
            ],
        ),
        migrations.CreateModel(
            name='Pledge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('form_key', models.UUIDField(default=uuid.uuid4, help_text='drawn when the form was shown', unique=True)),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12)),
                ('currency', models.CharField(max_length=3)),
                ('pledged_on', models.DateField()),
                ('rhythm', models.CharField(choices=[('once', 'At once'), ('monthly', 'Monthly'), ('quarterly', 'Quarterly'), ('yearly', 'Yearly'), ('own', 'On days of their own')], max_length=10)),
                ('is_reminded', models.BooleanField(default=True, help_text='the donor wants to be reminded by mail')),
                ('created_at', models.DateTimeField()),
                ('appeal', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='pledges', to='campaigns.appeal')),
                ('campaign', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='pledges', to='campaigns.campaign')),
                ('donor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pledges', to='donors.donor')),
                ('fund', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pledges', to='campaigns.fund')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Instalment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_on', models.DateField()),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12)),
                ('created_at', models.DateTimeField()),
                ('replaced_at', models.DateTimeField(null=True)),
                ('pledge', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='instalments', to='gifts.pledge')),
            ],
            options={
                'ordering': ['due_on', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='gift',
            name='pledge',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='gifts', to='gifts.pledge'),
        ),
        migrations.CreateModel(
            name='BatchRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('form_key', models.UUIDField(default=uuid.uuid4, help_text="becomes the gift's", unique=True)),
                ('version', models.PositiveIntegerField(default=1, help_text='a change that knows an older one is refused')),
                ('who', models.CharField(blank=True, default='', max_length=200)),
                ('is_new', models.BooleanField(default=False, help_text='`who` is the name of somebody new')),
                ('new_kind', models.CharField(choices=[('person', 'Person'), ('organisation', 'Organisation')], default='person', max_length=12)),
                ('new_email', models.EmailField(blank=True, default='', max_length=254)),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                ('amount_words', models.CharField(blank=True, default='', max_length=20)),
                ('check_number', models.CharField(blank=True, default='', max_length=20)),
                ('postmarked_on', models.DateField(null=True)),
                ('postmark_words', models.CharField(blank=True, default='', max_length=20)),
                ('source', models.CharField(blank=True, choices=[('check', 'Checks'), ('cash', 'Cash'), ('wire', 'Wires'), ('payroll', 'Payroll deductions'), ('text', 'Text messages')], default='', max_length=10)),
                ('payer', models.CharField(choices=[('donor', 'The donor'), ('company', 'A company, from its own account'), ('match', "An employer, matching an employee's gift"), ('daf', 'The sponsor of a donor-advised fund'), ('foundation', 'A foundation'), ('ira', "The custodian of the donor's IRA")], default='donor', max_length=10)),
                ('entered_at', models.DateTimeField()),
                ('appeal', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaigns.appeal')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='gifts.batch')),
                ('donor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='batch_rows', to='donors.donor')),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('fund', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaigns.fund')),
                ('gift', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='batch_row', to='gifts.gift')),
                ('pledge', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='batch_rows', to='gifts.pledge')),
            ],
        ),
        migrations.CreateModel(
            name='Property',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('description', models.CharField(max_length=300)),
                ('place', models.CharField(blank=True, default='', help_text='where it was received', max_length=120)),
                ('issuer', models.CharField(blank=True, default='', max_length=120)),
                ('shares', models.DecimalField(decimal_places=6, max_digits=18, null=True)),
                ('vin', models.CharField(blank=True, default='', help_text='vehicle identification number', max_length=17)),
                ('is_claimed_over_500', models.BooleanField(default=False, help_text='the donor claims more than $500 for the vehicle')),
                ('use', models.CharField(blank=True, choices=[('', 'Not a vehicle'), ('sale', 'To be sold'), ('kept', 'Significant use by us'), ('improved', 'Material improvement by us'), ('needy', 'For a needy person, far below its value')], default='', max_length=8)),
                ('use_note', models.CharField(blank=True, default='', help_text='what it is used for', max_length=120)),
                ('use_months', models.PositiveSmallIntegerField(null=True)),
                ('sold_on', models.DateField(null=True)),
                ('proceeds', models.DecimalField(decimal_places=2, help_text='gross proceeds of the sale', max_digits=12, null=True)),
                ('gift', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='property', to='gifts.gift')),
            ],
            options={
                'verbose_name_plural': 'properties',
            },
        ),
        migrations.CreateModel(
            name='RecurringElsewhere',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(help_text='which program, in lower case', max_length=40)),
                ('key', models.CharField(help_text='its number there; of a row without one, a hash of it', max_length=100)),
                ('amount', models.DecimalField(decimal_places=2, help_text='each charge', max_digits=12)),
                ('currency', models.CharField(max_length=3)),
                ('rhythm', models.CharField(choices=[('daily', 'Daily'), ('weekly', 'Weekly'), ('fortnightly', 'Every two weeks'), ('four_weekly', 'Every four weeks'), ('monthly', 'Monthly'), ('two_monthly', 'Every two months'), ('quarterly', 'Quarterly'), ('half_yearly', 'Every six months'), ('annually', 'Annually')], max_length=12)),
                ('state', models.CharField(blank=True, choices=[('', 'Not told'), ('pending', 'Not begun'), ('active', 'Active'), ('paused', 'Paused'), ('past_due', 'Past due'), ('ended', 'Ended')], default='', max_length=10)),
                ('started_on', models.DateField(null=True)),
                ('next_on', models.DateField(null=True)),
                ('told_at', models.DateTimeField(help_text='when a file last said so, or something else of it')),
                ('created_at', models.DateTimeField()),
                ('donor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recurring_elsewhere', to='donors.donor')),
            ],
        ),
        migrations.CreateModel(
            name='RecurringGift',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('subscription_id', models.CharField(max_length=80, unique=True)),
                ('item_id', models.CharField(blank=True, default='', max_length=80)),
                ('product_id', models.CharField(blank=True, default='', max_length=80)),
                ('customer_id', models.CharField(max_length=80)),
                ('amount', models.DecimalField(decimal_places=2, help_text='each charge, covered fee included', max_digits=12)),
                ('fee_cover', models.DecimalField(decimal_places=2, default=0, help_text='what of the amount the donor adds toward the fee', max_digits=12)),
                ('currency', models.CharField(max_length=3)),
                ('frequency', models.CharField(choices=[('once', 'Once'), ('monthly', 'Monthly'), ('quarterly', 'Quarterly'), ('annually', 'Annually')], max_length=10)),
                ('state', models.CharField(choices=[('pending', 'Pending'), ('active', 'Active'), ('past_due', 'Past due'), ('cancelled', 'Cancelled')], max_length=10)),
                ('is_paused', models.BooleanField(default=False)),
                ('paused_until', models.DateTimeField(null=True)),
                ('started_at', models.DateTimeField()),
                ('anchor_at', models.DateTimeField(help_text='the grid of its charges is counted from here, in UTC')),
                ('period_began_at', models.DateTimeField(help_text='of the period that runs now', null=True)),
                ('next_charge_at', models.DateTimeField(help_text='end of the period; charged an hour later', null=True)),
                ('ends_at', models.DateTimeField(help_text='when Stripe will end it by itself', null=True)),
                ('cancelled_at', models.DateTimeField(null=True)),
                ('ended_for', models.CharField(blank=True, choices=[('', 'Not ended'), ('asked', 'Cancelled'), ('failed', 'Payments failed'), ('completed', 'Completed as planned')], default='', max_length=10)),
                ('day', models.PositiveSmallIntegerField(help_text='day of the month that the donor chose', null=True)),
                ('end_on', models.DateField(help_text='no charge after this day', null=True)),
                ('instalments', models.PositiveSmallIntegerField(help_text='charges still promised, counted from', null=True)),
                ('instalments_from', models.DateTimeField(help_text='they are counted from then on', null=True)),
                ('is_quiet', models.BooleanField(default=False, help_text='thanked once a year, not for each charge')),
                ('open_invoice_id', models.CharField(blank=True, default='', help_text='of a charge that is being collected or failed', max_length=80)),
                ('older_invoice_id', models.CharField(blank=True, default='', help_text='open when the charge after it came: to be ended', max_length=80)),
                ('open_amount', models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                ('failed_attempts', models.PositiveSmallIntegerField(default=0, help_text='of the charge that is open')),
                ('next_attempt_at', models.DateTimeField(null=True)),
                ('method_kind', models.CharField(blank=True, default='', help_text='card, us_bank_account …', max_length=40)),
                ('method_brand', models.CharField(blank=True, default='', max_length=40)),
                ('method_last4', models.CharField(blank=True, default='', max_length=4)),
                ('method_expires_on', models.DateField(help_text='last day on which the card is good', null=True)),
                ('appeal', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, to='campaigns.appeal')),
                ('campaign', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='campaigns.campaign')),
                ('checkout', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='recurring', to='gifts.checkout')),
                ('donor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='recurring_gifts', to='donors.donor')),
                ('fund', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='campaigns.fund')),
            ],
        ),
        migrations.AddField(
            model_name='gift',
            name='recurring',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='gifts', to='gifts.recurringgift'),
        ),
        migrations.CreateModel(
            name='RecurringRequest',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('amount', 'Another amount'), ('date', 'Another day'), ('fund', 'Another fund'), ('frequency', 'Another frequency'), ('end', 'An end'), ('pause', 'A pause'), ('skip', 'Skip one'), ('resume', 'Go on'), ('card', 'Another card'), ('retry', 'Try the open charge again'), ('cancel', 'Cancel'), ('keep', 'Keep what was promised')], max_length=10)),
                ('state', models.CharField(choices=[('asked', 'On its way'), ('done', 'Done'), ('refused', 'Refused'), ('overtaken', 'Overtaken')], default='asked', max_length=10)),
                ('wanted', models.JSONField(default=dict)),
                ('sent', models.JSONField(default=dict)),
                ('attempt', models.PositiveSmallIntegerField(default=1, help_text='part of the idempotency key')),
                ('on_behalf', models.BooleanField(default=False)),
                ('by_link', models.BooleanField(default=False)),
                ('reason', models.CharField(blank=True, default='', max_length=200)),
                ('asked_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('error', models.CharField(blank=True, default='', help_text='kind of error, no text of it', max_length=80)),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                ('recurring', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='gifts.recurringgift')),
            ],
        ),
        migrations.CreateModel(
            name='RecurringChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('new', 'New'), ('upgrade', 'Upgraded'), ('downgrade', 'Downgraded'), ('paused', 'Paused'), ('resumed', 'Resumed'), ('past_due', 'Past due'), ('recovered', 'Recovered'), ('lost', 'Cancelled'), ('lost_to_failure', 'Lost to failed payments'), ('completed', 'Completed'), ('other', 'Changed')], max_length=16)),
                ('at', models.DateTimeField()),
                ('before', models.JSONField(default=dict)),
                ('after', models.JSONField(default=dict)),
                ('monthly_before', models.DecimalField(decimal_places=4, max_digits=16)),
                ('monthly_after', models.DecimalField(decimal_places=4, max_digits=16)),
                ('recurring', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='gifts.recurringgift')),
                ('request', models.ForeignKey(help_text='NULL: none', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='gifts.recurringrequest')),
            ],
        ),
        migrations.CreateModel(
            name='Refund',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('form_key', models.UUIDField(help_text='drawn when the form was shown', null=True, unique=True)),
                ('refund_id', models.CharField(max_length=80, null=True, unique=True)),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12)),
                ('currency', models.CharField(max_length=3)),
                ('reason', models.CharField(blank=True, choices=[('requested_by_customer', 'The donor asked'), ('duplicate', 'Given twice by mistake'), ('fraudulent', 'Fraud'), ('', 'Other')], default='', max_length=24)),
                ('state', models.CharField(choices=[('requested', 'Requested'), ('pending', 'Pending'), ('succeeded', 'Succeeded'), ('failed', 'Failed'), ('canceled', 'Canceled')], default='requested', max_length=10)),
                ('attempt', models.PositiveSmallIntegerField(default=1, help_text='part of the idempotency key')),
                ('error', models.CharField(blank=True, default='', help_text="Stripe's word for a refusal", max_length=60)),
                ('requested_at', models.DateTimeField()),
                ('gift', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='refunds', to='gifts.gift')),
                ('requested_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='SoftCredit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('adviser', 'Advised the fund'), ('employee', 'Employee whose gift was matched'), ('spouse', 'Spouse or partner'), ('other', 'Brought the gift about')], max_length=10)),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12)),
                ('created_at', models.DateTimeField()),
                ('donor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='soft_credits', to='donors.donor')),
                ('gift', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='soft_credits', to='gifts.gift')),
            ],
        ),
        migrations.CreateModel(
            name='StripeEvent',
            fields=[
                ('event_id', models.CharField(max_length=120, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=80)),
                ('root', models.CharField(blank=True, default='', help_text='pi_, cs_, sub_ or po_ to re-read', max_length=120)),
                ('received_at', models.DateTimeField()),
                ('done_at', models.DateTimeField(null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('retry_at', models.DateTimeField(null=True)),
                ('error', models.CharField(blank=True, default='', help_text='kind of error, no text of it', max_length=200)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('done_at__isnull', True)), fields=['root'], name='event_waiting_root'), models.Index(condition=models.Q(('done_at__isnull', True)), fields=['received_at'], name='event_waiting'), models.Index(fields=['-received_at', '-event_id'], name='events_newest')],
            },
        ),
        migrations.CreateModel(
            name='StripeProduct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('product_id', models.CharField(max_length=80, unique=True)),
                ('livemode', models.BooleanField()),
                ('fund', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='products', to='campaigns.fund')),
            ],
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fiscal_month', models.PositiveSmallIntegerField(default=1, help_text='first month of the fiscal year')),
                ('zone', models.CharField(blank=True, default='', help_text='in which the days of movements were counted', max_length=60)),
                ('rebuilt_at', models.DateTimeField(null=True)),
                ('kept_at', models.DateTimeField(null=True)),
                ('checked_at', models.DateTimeField(help_text='when all was last counted anew and compared', null=True)),
                ('departures', models.PositiveIntegerField(default=0, help_text='rows on which that recount disagreed')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='only_one_tally'), models.CheckConstraint(condition=models.Q(('fiscal_month__range', (1, 12))), name='tally_fiscal_month_is_one')],
            },
        ),
        migrations.CreateModel(
            name='WriteOff',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12)),
                ('reason', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('cancels', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cancelled_by', to='gifts.writeoff')),
                ('pledge', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='write_offs', to='gifts.pledge')),
            ],
        ),
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(choices=[('stripe', 'Cash at Stripe'), ('transit', 'Payouts on their way to the bank'), ('bank', 'Bank'), ('undeposited', 'Checks and cash, not deposited yet'), ('mail', 'Gifts in the mail: dated by postmark, not here yet'), ('things', 'Goods, securities and vehicles given'), ('suspense', 'Payments that wait for their donor'), ('gifts', 'Gifts without restriction'), ('restricted', 'Gifts with donor restriction'), ('in_kind', 'Gifts in kind'), ('cover', 'Fees that donors covered'), ('fees', 'Processing fees'), ('refunds', 'Refunds and returned gifts'), ('disputes', 'Disputed gifts'), ('adjustments', 'Other movements at Stripe'), ('released_from', 'Released from restriction: with restriction'), ('released_to', 'Released from restriction: without restriction')], max_length=14)),
                ('code', models.CharField(max_length=20)),
                ('name', models.CharField(max_length=80)),
                ('fund', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='campaigns.fund')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('purpose', 'fund'), name='one_account_per_purpose_and_fund', nulls_distinct=False), models.CheckConstraint(condition=models.Q(models.Q(('code', ''), _negated=True), models.Q(('name', ''), _negated=True)), name='account_has_code_and_name'), models.CheckConstraint(condition=models.Q(('fund', None), ('purpose__in', ['gifts', 'in_kind']), _connector='OR'), name='only_gifts_have_accounts_by_fund')],
            },
        ),
        migrations.AddIndex(
            model_name='batch',
            index=models.Index(fields=['-opened_at', '-id'], name='batches_newest'),
        ),
        migrations.AddConstraint(
            model_name='batch',
            constraint=models.CheckConstraint(condition=models.Q(('expected_count__gt', 0)), name='batch_expects_something'),
        ),
        migrations.AddConstraint(
            model_name='batch',
            constraint=models.CheckConstraint(condition=models.Q(('expected_total__gt', 0)), name='batch_expects_an_amount'),
        ),
        migrations.AddConstraint(
            model_name='batch',
            constraint=models.CheckConstraint(condition=models.Q(('deposited_on', None), ('deposited_on__gte', models.F('received_on')), _connector='OR'), name='batch_is_deposited_after_it_came'),
        ),
        migrations.AddConstraint(
            model_name='batch',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('posted_at', None), ('posted_by', None), ('posted_count', None)), models.Q(('posted_at__isnull', False), ('posted_by__isnull', False), ('posted_count__isnull', False)), _connector='OR'), name='batch_that_is_posted_says_by_whom'),
        ),
        migrations.AddConstraint(
            model_name='batch',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('undone_at', None), ('undone_by', None)), models.Q(('posted_at__isnull', False), ('undone_at__isnull', False), ('undone_by__isnull', False), models.Q(('undo_reason', ''), _negated=True)), _connector='OR'), name='batch_that_is_taken_back_was_posted_and_says_why'),
        ),
        migrations.AddConstraint(
            model_name='batch',
            constraint=models.CheckConstraint(condition=models.Q(('undone_at', None), ('posted_count__lte', 20), models.Q(('undo_asked_by__isnull', False), models.Q(('undone_by', models.F('undo_asked_by')), _negated=True)), _connector='OR'), name='big_batch_is_taken_back_by_two'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='batch',
            trigger=pgtrigger.compiler.Trigger(name='posted_batch_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.posted_at IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='23a0a56923e1dfb8ba89ef335071dd40f91df0a2', operation='DELETE', pgid='pgtrigger_posted_batch_stays_0f8ff', table='gifts_batch', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='batch',
            trigger=pgtrigger.compiler.Trigger(name='posted_batch_says_what_it_said', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.posted_at IS NOT NULL AND (OLD.source, OLD.expected_count, OLD.expected_total, OLD.currency, OLD.campaign_id, OLD.appeal_id, OLD.received_on, OLD.posted_at, OLD.posted_by_id, OLD.posted_count, OLD.override_reason) IS DISTINCT FROM (NEW.source, NEW.expected_count, NEW.expected_total, NEW.currency, NEW.campaign_id, NEW.appeal_id, NEW.received_on, NEW.posted_at, NEW.posted_by_id, NEW.posted_count, NEW.override_reason))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='ff5e9fec1aacd99302189ee9f235f196fe28e611', operation='UPDATE', pgid='pgtrigger_posted_batch_says_what_it_said_c720c', table='gifts_batch', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='batch',
            trigger=pgtrigger.compiler.Trigger(name='batch_is_taken_back_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.undone_at IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='528d33e1e687d8e6449fc8b0aeddb7c8f7c6ae08', operation='UPDATE', pgid='pgtrigger_batch_is_taken_back_once_516f0', table='gifts_batch', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='batchshare',
            constraint=models.UniqueConstraint(fields=('batch', 'fund'), name='one_share_per_batch_and_fund'),
        ),
        migrations.AddConstraint(
            model_name='batchshare',
            constraint=models.UniqueConstraint(condition=models.Q(('amount', None), ('percent', None)), fields=('batch',), name='one_fund_has_the_rest'),
        ),
        migrations.AddConstraint(
            model_name='batchshare',
            constraint=models.CheckConstraint(condition=models.Q(('percent', None), ('amount', None), _connector='OR'), name='batch_share_is_of_one_kind'),
        ),
        migrations.AddConstraint(
            model_name='batchshare',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('percent', None), models.Q(('percent__gt', 0), ('percent__lte', 100)), _connector='OR'), models.Q(('amount', None), ('amount__gt', 0), _connector='OR')), name='batch_share_is_positive'),
        ),
        migrations.AddConstraint(
            model_name='campaigngiver',
            constraint=models.UniqueConstraint(fields=('campaign', 'donor_number'), name='one_giver_per_campaign'),
        ),
        migrations.AddConstraint(
            model_name='campaigntotal',
            constraint=models.UniqueConstraint(fields=('campaign', 'slot'), name='one_total_per_campaign_and_slot'),
        ),
        migrations.AddConstraint(
            model_name='campaigntotal',
            constraint=models.CheckConstraint(condition=models.Q(('slot__lt', 16)), name='total_slot_is_known'),
        ),
        migrations.AddIndex(
            model_name='checkout',
            index=models.Index(fields=['-created_at'], name='checkout_newest'),
        ),
        migrations.AddIndex(
            model_name='checkout',
            index=models.Index(condition=models.Q(('state', 'open')), fields=['created_at'], name='checkout_open'),
        ),
        migrations.AddIndex(
            model_name='checkout',
            index=models.Index(fields=['network', 'created_at'], name='checkouts_of_network'),
        ),
        migrations.AddConstraint(
            model_name='checkout',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('tribute_kind', ''), ('tribute_name', '')), models.Q(models.Q(('tribute_kind', ''), _negated=True), models.Q(('tribute_name', ''), _negated=True)), _connector='OR'), name='checkout_tribute_has_name'),
        ),
        migrations.AddConstraint(
            model_name='checkout',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='checkout_amount_is_positive'),
        ),
        migrations.AddConstraint(
            model_name='checkout',
            constraint=models.CheckConstraint(condition=models.Q(('fee_cover__gte', 0)), name='checkout_fee_cover_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='checkout',
            constraint=models.CheckConstraint(condition=models.Q(('frequency__in', ['once', 'monthly', 'quarterly', 'annually'])), name='checkout_frequency_is_known'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='checkout',
            trigger=pgtrigger.compiler.Trigger(name='checkout_has_fund_or_shares', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', func="\n        IF EXISTS (\n            SELECT FROM gifts_checkout WHERE id = NEW.id\n                AND (fund_id IS NULL) <> EXISTS (SELECT FROM gifts_checkoutshare WHERE checkout_id = NEW.id)\n        ) THEN\n            RAISE EXCEPTION 'checkout_has_fund_or_shares' USING ERRCODE = '23514';\n        END IF;\n        RETURN NULL;\n    ", hash='2f9039b4e6dbe15e8302caad7a2fa80fc3bac2f7', operation='INSERT OR UPDATE OF "fund_id"', pgid='pgtrigger_checkout_has_fund_or_shares_2a978', table='gifts_checkout', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='checkoutshare',
            constraint=models.UniqueConstraint(fields=('checkout', 'fund'), name='one_share_per_checkout_and_fund'),
        ),
        migrations.AddConstraint(
            model_name='checkoutshare',
            constraint=models.CheckConstraint(condition=models.Q(('percent__gt', 0), ('percent__lte', 100)), name='checkout_share_is_a_part'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='checkoutshare',
            trigger=pgtrigger.compiler.Trigger(name='checkout_shares_sum_to_100', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', declare='DECLARE the_owner uuid; whole numeric;', func="\n            IF TG_OP = 'DELETE' THEN the_owner := OLD.checkout_id; ELSE the_owner := NEW.checkout_id; END IF;\n            SELECT SUM(percent) INTO whole FROM gifts_checkoutshare WHERE checkout_id = the_owner;\n            IF whole <> 100 THEN\n                RAISE EXCEPTION 'checkout_shares_sum_to_100' USING ERRCODE = '23514';\n            END IF;\n            RETURN NULL;\n        ", hash='66c7b39c0e02b5236f659a3d5e1b05fd65d8139f', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_checkout_shares_sum_to_100_0b3b5', table='gifts_checkoutshare', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='closedperiod',
            index=models.Index(fields=['-begins_on', '-id'], name='periods_newest'),
        ),
        migrations.AddConstraint(
            model_name='closedperiod',
            constraint=models.UniqueConstraint(condition=models.Q(('reopened_at', None)), fields=('begins_on',), name='a_month_is_closed_once'),
        ),
        migrations.AddConstraint(
            model_name='closedperiod',
            constraint=models.CheckConstraint(condition=models.Q(('begins_on__day', 1), ('ends_on__month', models.F('begins_on__month')), ('ends_on__gt', models.F('begins_on')), ('ends_on__year', models.F('begins_on__year'))), name='closed_period_is_days_of_one_month'),
        ),
        migrations.AddConstraint(
            model_name='closedperiod',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), ('reopened_at', None), ('reopened_by', None)), models.Q(('reopened_at__isnull', False), ('reopened_by__isnull', False), models.Q(('reason', ''), _negated=True), models.Q(('reopened_by', models.F('closed_by')), _negated=True)), _connector='OR'), name='reopened_by_somebody_else_with_a_reason'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='closedperiod',
            trigger=pgtrigger.compiler.Trigger(name='closed_period_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='82341321c334169a0bd4dea670f1fde57b88299d', operation='DELETE', pgid='pgtrigger_closed_period_stays_ded37', table='gifts_closedperiod', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='closedperiod',
            trigger=pgtrigger.compiler.Trigger(name='closed_period_is_only_reopened', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."begins_on" IS DISTINCT FROM (NEW."begins_on") OR OLD."closed_at" IS DISTINCT FROM (NEW."closed_at") OR OLD."closed_by_id" IS DISTINCT FROM (NEW."closed_by_id") OR OLD."digest" IS DISTINCT FROM (NEW."digest") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."seen_line" IS DISTINCT FROM (NEW."seen_line"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='95b6511a7c72ca59da0f8074e1b77525c5ff4f8b', operation='UPDATE', pgid='pgtrigger_closed_period_is_only_reopened_6dc6a', table='gifts_closedperiod', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='closedperiod',
            trigger=pgtrigger.compiler.Trigger(name='reopened_period_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.reopened_at IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='9c64e51dd4fa058e0fc2813ffcd029a55d9f45f4', operation='UPDATE', pgid='pgtrigger_reopened_period_stays_5457e', table='gifts_closedperiod', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='difference',
            constraint=models.UniqueConstraint(condition=models.Q(('resolved_at__isnull', True)), fields=('kind', 'object_id'), name='one_open_difference'),
        ),
        migrations.AddConstraint(
            model_name='difference',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('explained_at', None), ('explained_by', None), ('explanation', '')), models.Q(models.Q(('explanation', ''), _negated=True), ('explained_at__isnull', False), ('explained_by__isnull', False)), _connector='OR'), name='explanation_says_who_and_when'),
        ),
        migrations.AddConstraint(
            model_name='difference',
            constraint=models.CheckConstraint(condition=models.Q(('part__in', ['charges', 'refunds', 'disputes', 'payouts', 'recurring', 'balance'])), name='difference_part_is_known'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fundopening',
            trigger=pgtrigger.compiler.Trigger(name='opening_is_final', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='cac57f551215322485d6f7cc931ba27dd5c788fd', operation='UPDATE OR DELETE', pgid='pgtrigger_opening_is_final_6f4ed', table='gifts_fundopening', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fundopening',
            trigger=pgtrigger.compiler.Trigger(name='opening_stays_out_of_closed_periods', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    PERFORM pg_advisory_xact_lock_shared(6022842);\n    IF EXISTS (\n        SELECT FROM gifts_closedperiod AS closed, unnest(ARRAY[NEW.day]::date[]) AS the_day\n        WHERE closed.reopened_at IS NULL AND the_day BETWEEN closed.begins_on AND closed.ends_on\n    ) THEN\n        RAISE EXCEPTION 'opening_stays_out_of_closed_periods' USING ERRCODE = '23514';\n    END IF;\nRETURN NEW;", hash='4e7c9c0f388168a7bae0c765e460d6f5ad65b8ef', operation='INSERT', pgid='pgtrigger_opening_stays_out_of_closed_periods_de5ff', table='gifts_fundopening', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='fundspending',
            index=models.Index(fields=['-created_at', '-id'], name='spendings_newest'),
        ),
        migrations.AddIndex(
            model_name='fundspending',
            index=models.Index(fields=['day'], name='spendings_by_day'),
        ),
        migrations.AddConstraint(
            model_name='fundspending',
            constraint=models.CheckConstraint(condition=models.Q(('what', ''), _negated=True), name='spending_says_for_what'),
        ),
        migrations.AddConstraint(
            model_name='fundspending',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('amount__gt', 0), ('corrects', None)), models.Q(('corrects__isnull', False), models.Q(('amount', 0), _negated=True)), _connector='OR'), name='spending_is_positive_and_correction_is_not_zero'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fundspending',
            trigger=pgtrigger.compiler.Trigger(name='spending_is_final', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b4bc640ac58391f70cd04fb5a87193e0ab358720', operation='UPDATE OR DELETE', pgid='pgtrigger_spending_is_final_99da1', table='gifts_fundspending', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fundspending',
            trigger=pgtrigger.compiler.Trigger(name='spending_stays_out_of_closed_periods', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    PERFORM pg_advisory_xact_lock_shared(6022842);\n    IF EXISTS (\n        SELECT FROM gifts_closedperiod AS closed, unnest(ARRAY[NEW.day]::date[]) AS the_day\n        WHERE closed.reopened_at IS NULL AND the_day BETWEEN closed.begins_on AND closed.ends_on\n    ) THEN\n        RAISE EXCEPTION 'spending_stays_out_of_closed_periods' USING ERRCODE = '23514';\n    END IF;\nRETURN NEW;", hash='f5bf100d89e3c610b60ebd576e81c0aa7b3af2ce', operation='INSERT', pgid='pgtrigger_spending_stays_out_of_closed_periods_517fb', table='gifts_fundspending', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fundspending',
            trigger=pgtrigger.compiler.Trigger(name='correction_stays_with_its_spending', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW.corrects_id IS NOT NULL)', func="\n                    IF NOT EXISTS (\n                        SELECT FROM gifts_fundspending\n                        WHERE id = NEW.corrects_id AND corrects_id IS NULL\n                            AND fund_id = NEW.fund_id AND releases = NEW.releases\n                    ) THEN\n                        RAISE EXCEPTION 'correction_stays_with_its_spending' USING ERRCODE = '23514';\n                    END IF;\n                    RETURN NEW;\n                ", hash='94f724ca626027c30780b88a7a66e7ee97680c06', operation='INSERT', pgid='pgtrigger_correction_stays_with_its_spending_3133e', table='gifts_fundspending', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='dispute',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='dispute_amount_is_positive'),
        ),
        migrations.AddIndex(
            model_name='challengematch',
            index=models.Index(fields=['challenge', '-created_at', '-id'], name='matches_newest'),
        ),
        migrations.AddConstraint(
            model_name='challengematch',
            constraint=models.CheckConstraint(condition=models.Q(('amount', 0), _negated=True), name='match_moves_something'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='challengematch',
            trigger=pgtrigger.compiler.Trigger(name='match_is_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='12d267df1c19fde8ae9cda244c6139fed29664e7', operation='UPDATE OR DELETE', pgid='pgtrigger_match_is_append_only_98608', table='gifts_challengematch', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='challengematch',
            trigger=pgtrigger.compiler.Trigger(name='match_draws_on_the_pot', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE stands numeric;', func="\n                    UPDATE campaigns_challenge SET used = used + NEW.amount WHERE id = NEW.challenge_id;\n                    SELECT SUM(amount) INTO stands FROM gifts_challengematch\n                    WHERE challenge_id = NEW.challenge_id AND gift_id = NEW.gift_id;\n                    IF stands < 0 THEN\n                        RAISE EXCEPTION 'match_of_a_gift_is_not_negative' USING ERRCODE = '23514';\n                    END IF;\n                    RETURN NULL;\n                ", hash='54ee58bc22e54b2265a63beeec616e5ffd9fec21', operation='INSERT', pgid='pgtrigger_match_draws_on_the_pot_63d3d', table='gifts_challengematch', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='benefit',
            constraint=models.CheckConstraint(condition=models.Q(('description', ''), _negated=True), name='benefit_is_described'),
        ),
        migrations.AddConstraint(
            model_name='benefit',
            constraint=models.CheckConstraint(condition=models.Q(('fair_value__gte', 0)), name='benefit_value_is_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='benefit',
            constraint=models.CheckConstraint(condition=models.Q(('fair_value', 0), models.Q(('basis', ''), _negated=True), _connector='OR'), name='benefit_value_says_how_it_was_estimated'),
        ),
        migrations.AddConstraint(
            model_name='benefit',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cost__gte', 0), ('cost__isnull', False), ('kind', 'token')), models.Q(models.Q(('kind', 'token'), _negated=True), ('cost__isnull', True)), _connector='OR'), name='benefit_token_has_its_cost'),
        ),
        migrations.AddConstraint(
            model_name='benefit',
            constraint=models.CheckConstraint(condition=models.Q(('sold_from', None), models.Q(('kind', 'membership'), ('sold_from__gt', 0)), _connector='OR'), name='benefit_of_membership_is_sold_from'),
        ),
        migrations.AddConstraint(
            model_name='benefit',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'religious'), _negated=True), ('fair_value', 0), _connector='OR'), name='benefit_that_is_religious_has_no_value'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='benefit',
            trigger=pgtrigger.compiler.Trigger(name='benefit_counts_terms', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE the_gift uuid;', func="\n            IF TG_OP = 'DELETE' THEN the_gift := OLD.gift_id; ELSE the_gift := NEW.gift_id; END IF;\n            UPDATE gifts_gift SET terms = terms + 1 WHERE id = the_gift;\n            RETURN NULL;\n        ", hash='b31c022a4f0d34018200a60640b713412e6cc148', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_benefit_counts_terms_43b8c', table='gifts_benefit', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='allocation',
            constraint=models.UniqueConstraint(fields=('gift', 'fund'), name='one_allocation_per_gift_and_fund'),
        ),
        migrations.AddConstraint(
            model_name='allocation',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='allocation_is_positive'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='allocation',
            trigger=pgtrigger.compiler.Trigger(name='closed_period_keeps_shares', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE its_day date;', func="SELECT given_on INTO its_day FROM gifts_gift WHERE id = OLD.gift_id;\n    PERFORM pg_advisory_xact_lock_shared(6022842);\n    IF EXISTS (\n        SELECT FROM gifts_closedperiod AS closed, unnest(ARRAY[its_day]::date[]) AS the_day\n        WHERE closed.reopened_at IS NULL AND the_day BETWEEN closed.begins_on AND closed.ends_on\n    ) THEN\n        RAISE EXCEPTION 'closed_period_keeps_shares' USING ERRCODE = '23514';\n    END IF;\nIF TG_OP = 'DELETE' THEN RETURN OLD; ELSE RETURN NEW; END IF;", hash='11429405a96247c83de243cf7526f461084be4a4', operation='UPDATE OR DELETE', pgid='pgtrigger_closed_period_keeps_shares_353ad', table='gifts_allocation', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='allocation',
            trigger=pgtrigger.compiler.Trigger(name='changed_share_is_marked', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n        INSERT INTO gifts_tallymark (donor_id, day)\n        SELECT donor_id, given_on FROM gifts_gift WHERE id = OLD.gift_id AND given_on IS NOT NULL;\n        RETURN NULL;\n    ', hash='693a672afb2c212470c2463f3523d31d46c8acbe', operation='UPDATE OR DELETE', pgid='pgtrigger_changed_share_is_marked_26663', table='gifts_allocation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='allocation',
            trigger=pgtrigger.compiler.Trigger(name='allocations_sum_to_gift', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', declare='DECLARE the_gift uuid; shared numeric; given numeric;', func="\n                    IF TG_OP = 'DELETE' THEN the_gift := OLD.gift_id; ELSE the_gift := NEW.gift_id; END IF;\n                    SELECT amount INTO given FROM gifts_gift WHERE id = the_gift;\n                    IF NOT FOUND THEN RETURN NULL; END IF;\n                    SELECT COALESCE(SUM(amount), 0) INTO shared\n                        FROM gifts_allocation WHERE gift_id = the_gift;\n                    IF shared <> given THEN\n                        RAISE EXCEPTION 'allocations of a gift do not sum to it' USING ERRCODE = '23514';\n                    END IF;\n                    RETURN NULL;\n                ", hash='f939890436afaaf6644900fb08c9cc059d34dbd2', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_allocations_sum_to_gift_74279', table='gifts_allocation', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='givingpolicy',
            constraint=models.CheckConstraint(condition=models.Q(('id', 1)), name='only_one_policy'),
        ),
        migrations.AddConstraint(
            model_name='givingpolicy',
            constraint=models.CheckConstraint(condition=models.Q(('maximum__gte', models.F('minimum')), ('minimum__gt', 0)), name='policy_limits_in_order'),
        ),
        migrations.AddConstraint(
            model_name='givingpolicy',
            constraint=models.CheckConstraint(condition=models.Q(('fee_fixed__gte', 0), ('fee_percent__gte', 0), ('fee_percent__lt', 20)), name='policy_fee_is_sane'),
        ),
        migrations.AddConstraint(
            model_name='importedgift',
            constraint=models.UniqueConstraint(fields=('source', 'key'), name='one_gift_per_imported_key'),
        ),
        migrations.AddConstraint(
            model_name='importedgift',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('source', ''), _negated=True), models.Q(('key', ''), _negated=True)), name='imported_gift_says_whose_key'),
        ),
        migrations.AddConstraint(
            model_name='journalpolicy',
            constraint=models.CheckConstraint(condition=models.Q(('id', 1)), name='only_one_journal_policy'),
        ),
        migrations.AddConstraint(
            model_name='journalpolicy',
            constraint=models.CheckConstraint(condition=models.Q(('begins_on__day', 1)), name='journal_begins_with_a_month'),
        ),
        migrations.AddIndex(
            model_name='payout',
            index=models.Index(fields=['-created_at', '-id'], name='payouts_newest'),
        ),
        migrations.AddIndex(
            model_name='payout',
            index=models.Index(fields=['arrives_on'], name='payouts_by_day'),
        ),
        migrations.AddConstraint(
            model_name='payout',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('seen_at', None), ('seen_by', None), ('seen_on', None)), models.Q(('seen_at__isnull', False), ('seen_by__isnull', False), ('seen_on__isnull', False)), _connector='OR'), name='payout_seen_says_by_whom_and_when'),
        ),
        migrations.AddConstraint(
            model_name='payout',
            constraint=models.CheckConstraint(condition=models.Q(('is_automatic', True), ('needs_attention', False), _connector='OR'), name='payout_by_hand_has_no_lines_to_miss'),
        ),
        migrations.AddIndex(
            model_name='ledgerline',
            index=models.Index(fields=['-occurred_at', '-id'], name='ledger_newest'),
        ),
        migrations.AddIndex(
            model_name='ledgerline',
            index=models.Index(fields=['source_id'], name='ledger_by_source'),
        ),
        migrations.AddConstraint(
            model_name='ledgerline',
            constraint=models.CheckConstraint(condition=models.Q(('net', django.db.models.expressions.CombinedExpression(models.F('amount'), '-', models.F('fee')))), name='ledger_net_is_amount_less_fee'),
        ),
        migrations.AddConstraint(
            model_name='ledgerline',
            constraint=models.CheckConstraint(condition=models.Q(('txn_id__isnull', False), models.Q(('gift__isnull', False), ('kind', 'offline')), _connector='OR'), name='ledger_line_has_one_origin'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ledgerline',
            trigger=pgtrigger.compiler.Trigger(name='line_adds_to_total', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE gift gifts_gift; stands numeric; goods integer := 0;', func="\n        IF NEW.gift_id IS NULL OR (TG_OP = 'UPDATE' AND OLD.gift_id IS NOT NULL) THEN RETURN NULL; END IF;\n        SELECT * INTO gift FROM gifts_gift WHERE id = NEW.gift_id;\n        IF gift.campaign_id IS NULL OR NEW.amount = 0 THEN RETURN NULL; END IF;\n        IF gift.kind = 'goods' THEN\n            SELECT SUM(amount) INTO stands FROM gifts_ledgerline WHERE gift_id = NEW.gift_id;\n            goods := (stands > 0)::int - (stands - NEW.amount > 0)::int;\n        END IF;\n        \n        INSERT INTO gifts_campaigntotal AS total (campaign_id, slot, raised, goods)\n        VALUES (gift.campaign_id, pg_backend_pid() % 16, NEW.amount, goods)\n        ON CONFLICT (campaign_id, slot)\n        DO UPDATE SET raised = total.raised + excluded.raised, goods = total.goods + excluded.goods;\n        IF gift.donor_id IS NOT NULL THEN\n            INSERT INTO gifts_campaigngiver AS giver (campaign_id, donor_number, raised)\n            VALUES (gift.campaign_id, gift.donor_id, NEW.amount)\n            ON CONFLICT (campaign_id, donor_number) DO UPDATE SET raised = giver.raised + excluded.raised\n            RETURNING giver.raised INTO stands;\n            IF (stands > 0) <> (stands - NEW.amount > 0) THEN\n                UPDATE gifts_campaigntotal SET donors = donors + CASE WHEN stands > 0 THEN 1 ELSE -1 END\n                WHERE campaign_id = gift.campaign_id AND slot = pg_backend_pid() % 16;\n            END IF;\n        END IF;\n    \n        RETURN NULL;\n    ", hash='fa7d846ce739025b022a96fdac53adc3bc76bfbe', operation='INSERT OR UPDATE OF "gift_id"', pgid='pgtrigger_line_adds_to_total_fd744', table='gifts_ledgerline', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ledgerline',
            trigger=pgtrigger.compiler.Trigger(name='ledger_line_changes_gift', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW.gift_id IS NOT NULL)', func="\n        IF TG_OP = 'UPDATE' AND OLD.gift_id IS NOT NULL THEN\n            UPDATE gifts_gift SET changed_at = clock_timestamp() WHERE id = NEW.gift_id;\n        ELSE\n            UPDATE gifts_gift\n            SET stands = stands + NEW.amount, fees = fees + NEW.fee, changed_at = clock_timestamp()\n            WHERE id = NEW.gift_id;\n        END IF;\n        RETURN NULL;\n    ", hash='d091c6812ac715631ba52ec0fd800bb78118d024', operation='INSERT OR UPDATE OF "gift_id"', pgid='pgtrigger_ledger_line_changes_gift_2b04e', table='gifts_ledgerline', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ledgerline',
            trigger=pgtrigger.compiler.Trigger(name='ledger_refuses_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='e368da68f9be496083febff4b72231f9b346070c', operation='DELETE', pgid='pgtrigger_ledger_refuses_delete_c05f9', table='gifts_ledgerline', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ledgerline',
            trigger=pgtrigger.compiler.Trigger(name='ledger_refuses_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."amount" IS DISTINCT FROM (NEW."amount") OR OLD."available_on" IS DISTINCT FROM (NEW."available_on") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."currency" IS DISTINCT FROM (NEW."currency") OR OLD."fee" IS DISTINCT FROM (NEW."fee") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."net" IS DISTINCT FROM (NEW."net") OR OLD."occurred_at" IS DISTINCT FROM (NEW."occurred_at") OR OLD."source_id" IS DISTINCT FROM (NEW."source_id") OR OLD."stripe_type" IS DISTINCT FROM (NEW."stripe_type") OR OLD."txn_id" IS DISTINCT FROM (NEW."txn_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='4d23fd2a531c6df82249beee7af04692ac05c33b', operation='UPDATE', pgid='pgtrigger_ledger_refuses_update_54c28', table='gifts_ledgerline', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ledgerline',
            trigger=pgtrigger.compiler.Trigger(name='ledger_keeps_its_links', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN ((OLD.gift_id IS NOT NULL AND OLD.gift_id IS DISTINCT FROM NEW.gift_id) OR (OLD.payout_id IS NOT NULL AND OLD.payout_id IS DISTINCT FROM NEW.payout_id))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='8c174f8c02653685f72094d11d1e1bb4b75cf51c', operation='UPDATE', pgid='pgtrigger_ledger_keeps_its_links_9c25a', table='gifts_ledgerline', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='journalrow',
            index=models.Index(fields=['source'], name='journal_by_source'),
        ),
        migrations.AddIndex(
            model_name='journalrow',
            index=models.Index(condition=models.Q(('purpose', 'suspense')), fields=['line'], name='journal_in_suspense'),
        ),
        migrations.AddConstraint(
            model_name='journalrow',
            constraint=models.UniqueConstraint(fields=('period', 'position'), name='one_row_per_place_in_period'),
        ),
        migrations.AddConstraint(
            model_name='journalrow',
            constraint=models.UniqueConstraint(fields=('period', 'source', 'purpose', 'fund'), name='an_entry_names_an_account_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='journalrow',
            constraint=models.CheckConstraint(condition=models.Q(('amount', 0), _negated=True), name='journal_row_moves_something'),
        ),
        migrations.AddConstraint(
            model_name='journalrow',
            constraint=models.CheckConstraint(condition=models.Q(('belongs_on__lte', models.F('posted_on'))), name='journal_row_is_posted_on_its_day_or_later'),
        ),
        migrations.AddConstraint(
            model_name='journalrow',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('batch', None), ('line__isnull', False), ('payout', None), ('spending', None)), models.Q(('batch', None), ('line', None), ('payout__isnull', False), ('spending', None)), models.Q(('batch', None), ('line', None), ('payout', None), ('spending__isnull', False)), models.Q(('batch__isnull', False), ('line', None), ('payout', None), ('spending', None)), _connector='OR'), name='journal_row_has_one_source'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='journalrow',
            trigger=pgtrigger.compiler.Trigger(name='journal_row_is_final', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e9a99672167d3e746ca84dec32902f1b6973293e', operation='UPDATE OR DELETE', pgid='pgtrigger_journal_row_is_final_776f6', table='gifts_journalrow', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='journalrow',
            trigger=pgtrigger.compiler.Trigger(name='journal_entries_balance', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    IF EXISTS (\n                        SELECT FROM new_rows GROUP BY period_id, source HAVING SUM(amount) <> 0\n                    ) THEN\n                        RAISE EXCEPTION 'journal_entries_balance' USING ERRCODE = '23514';\n                    END IF;\n                    RETURN NULL;\n                ", hash='59d5e3bd051a8184044cf4ba61ffa4f24babde15', level='STATEMENT', operation='INSERT', pgid='pgtrigger_journal_entries_balance_8399d', referencing='REFERENCING NEW TABLE AS new_rows ', table='gifts_journalrow', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='pledge',
            index=models.Index(fields=['-created_at', '-id'], name='pledges_newest'),
        ),
        migrations.AddIndex(
            model_name='pledge',
            index=models.Index(fields=['donor', '-created_at'], name='pledges_of_donor'),
        ),
        migrations.AddConstraint(
            model_name='pledge',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='pledge_is_positive'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pledge',
            trigger=pgtrigger.compiler.Trigger(name='pledge_stays_what_was_promised', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."amount" IS DISTINCT FROM (NEW."amount") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."currency" IS DISTINCT FROM (NEW."currency") OR OLD."form_key" IS DISTINCT FROM (NEW."form_key") OR OLD."pledged_on" IS DISTINCT FROM (NEW."pledged_on"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='8428afa9abf9f9970df43080bbc2907a796ca6bb', operation='UPDATE', pgid='pgtrigger_pledge_stays_what_was_promised_d48a8', table='gifts_pledge', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pledge',
            trigger=pgtrigger.compiler.Trigger(name='pledge_has_a_schedule', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', func="\n                    IF NOT EXISTS (SELECT FROM gifts_instalment WHERE pledge_id = NEW.id) THEN\n                        RAISE EXCEPTION 'pledge_has_a_schedule' USING ERRCODE = '23514';\n                    END IF;\n                    RETURN NULL;\n                ", hash='a7fa5cada3531345cf691ff1a3e13ce22f0fba5a', operation='INSERT', pgid='pgtrigger_pledge_has_a_schedule_675e2', table='gifts_pledge', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='instalment',
            index=models.Index(condition=models.Q(('replaced_at__isnull', True)), fields=['due_on'], name='instalments_due'),
        ),
        migrations.AddConstraint(
            model_name='instalment',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='instalment_is_positive'),
        ),
        migrations.AddConstraint(
            model_name='instalment',
            constraint=models.UniqueConstraint(condition=models.Q(('replaced_at__isnull', True)), fields=('pledge', 'due_on'), name='one_instalment_per_pledge_and_day'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='instalment',
            trigger=pgtrigger.compiler.Trigger(name='instalment_is_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.replaced_at IS NOT NULL OR (OLD.pledge_id, OLD.due_on, OLD.amount, OLD.created_at) IS DISTINCT FROM (NEW.pledge_id, NEW.due_on, NEW.amount, NEW.created_at))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='4fa79e27a1bae259821b8021ac3cf11f31543bb6', operation='UPDATE', pgid='pgtrigger_instalment_is_append_only_6058d', table='gifts_instalment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='instalment',
            trigger=pgtrigger.compiler.Trigger(name='instalment_refuses_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='ad5a786bd57c3b8931e41b8af3289f0dca796f7d', operation='DELETE', pgid='pgtrigger_instalment_refuses_delete_2bab4', table='gifts_instalment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='instalment',
            trigger=pgtrigger.compiler.Trigger(name='instalments_sum_to_pledge', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', declare='DECLARE planned numeric; promised numeric;', func="\n                    SELECT amount INTO promised FROM gifts_pledge WHERE id = NEW.pledge_id;\n                    SELECT COALESCE(SUM(amount), 0) INTO planned\n                        FROM gifts_instalment WHERE pledge_id = NEW.pledge_id AND replaced_at IS NULL;\n                    IF planned <> promised THEN\n                        RAISE EXCEPTION 'instalments_sum_to_pledge' USING ERRCODE = '23514';\n                    END IF;\n                    RETURN NULL;\n                ", hash='2a9b2081b867763595c34c7cf83e672c19d16849', operation='INSERT OR UPDATE', pgid='pgtrigger_instalments_sum_to_pledge_6a4d8', table='gifts_instalment', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='batchrow',
            index=models.Index(condition=models.Q(('donor__isnull', False)), fields=['donor', 'amount'], name='batch_rows_of_donor'),
        ),
        migrations.AddConstraint(
            model_name='batchrow',
            constraint=models.CheckConstraint(condition=models.Q(('donor', None), ('who', ''), _connector='OR'), name='batch_row_names_one_donor'),
        ),
        migrations.AddConstraint(
            model_name='batchrow',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('is_new', False), ('new_email', '')), models.Q(('is_new', True), models.Q(('who', ''), _negated=True)), _connector='OR'), name='batch_row_of_somebody_new_has_a_name'),
        ),
        migrations.AddConstraint(
            model_name='batchrow',
            constraint=models.CheckConstraint(condition=models.Q(('amount', None), ('amount__gt', 0), _connector='OR'), name='batch_row_amount_is_positive'),
        ),
        migrations.AddConstraint(
            model_name='batchrow',
            constraint=models.CheckConstraint(condition=models.Q(('gift', None), models.Q(('amount__isnull', False), ('amount_words', ''), ('donor__isnull', False), ('new_email', ''), ('postmark_words', ''), ('who', '')), _connector='OR'), name='batch_row_that_became_a_gift_keeps_no_words'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='batchrow',
            trigger=pgtrigger.compiler.Trigger(name='row_of_posted_batch_stays', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE the_batch bigint; posted timestamptz;', func="\n                    the_batch := CASE WHEN TG_OP = 'INSERT' THEN NEW.batch_id ELSE OLD.batch_id END;\n                    SELECT posted_at INTO posted FROM gifts_batch WHERE id = the_batch FOR SHARE;\n                    IF posted IS NOT NULL THEN\n                        IF TG_OP = 'UPDATE' THEN\n                            OLD.donor_id := NEW.donor_id;\n                            IF OLD IS NOT DISTINCT FROM NEW THEN RETURN NEW; END IF;\n                        END IF;\n                        RAISE EXCEPTION 'row_of_posted_batch_stays' USING ERRCODE = '23514';\n                    END IF;\n                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n                    RETURN NEW;\n                ", hash='8ece4b95d6b09de7ae908b1f54d3173f81acbcfa', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_row_of_posted_batch_stays_57c05', table='gifts_batchrow', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='property',
            constraint=models.CheckConstraint(condition=models.Q(('description', ''), _negated=True), name='property_is_described'),
        ),
        migrations.AddConstraint(
            model_name='property',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('issuer', ''), ('shares', None)), models.Q(('shares__gt', 0), ('shares__isnull', False), models.Q(('issuer', ''), _negated=True)), _connector='OR'), name='property_shares_have_issuer'),
        ),
        migrations.AddConstraint(
            model_name='property',
            constraint=models.CheckConstraint(condition=models.Q(('use', ''), models.Q(('vin', ''), _negated=True), _connector='OR'), name='property_use_is_of_a_vehicle'),
        ),
        migrations.AddConstraint(
            model_name='property',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('proceeds', None), ('sold_on', None)), models.Q(('proceeds__gte', 0), ('proceeds__isnull', False), ('sold_on__isnull', False), ('use', 'sale')), _connector='OR'), name='property_sale_has_day_and_proceeds'),
        ),
        migrations.AddConstraint(
            model_name='property',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('use', 'kept'), _negated=True), models.Q(('use_months__gt', 0), ('use_months__isnull', False), models.Q(('use_note', ''), _negated=True)), _connector='OR'), name='property_kept_says_how_long'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='property',
            trigger=pgtrigger.compiler.Trigger(name='property_counts_terms', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE the_gift uuid;', func="\n            IF TG_OP = 'DELETE' THEN the_gift := OLD.gift_id; ELSE the_gift := NEW.gift_id; END IF;\n            UPDATE gifts_gift SET terms = terms + 1 WHERE id = the_gift;\n            RETURN NULL;\n        ", hash='d50ff7fb485c8346dc72a68bc5877c081d49de52', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_property_counts_terms_fa121', table='gifts_property', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='property',
            trigger=pgtrigger.compiler.Trigger(name='property_stays_with_its_gift', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', declare='DECLARE the_gift uuid; is_described boolean; what text;', func="\n        IF TG_OP = 'DELETE' THEN the_gift := OLD.gift_id; ELSE the_gift := NEW.gift_id; END IF;\n        SELECT kind INTO what FROM gifts_gift WHERE id = the_gift;\n        is_described := EXISTS (SELECT FROM gifts_property WHERE gift_id = the_gift);\n        IF what IS NOT NULL AND is_described <> (what <> 'money') THEN\n            RAISE EXCEPTION 'property_stays_with_its_gift' USING ERRCODE = '23514';\n        END IF;\n        RETURN NULL;\n    ", hash='fdf71a1ba63476227d2bf9d670b5dea036aa7365', operation='INSERT OR DELETE', pgid='pgtrigger_property_stays_with_its_gift_eaaa6', table='gifts_property', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='recurringelsewhere',
            index=models.Index(fields=['-created_at', '-id'], name='elsewhere_newest'),
        ),
        migrations.AddConstraint(
            model_name='recurringelsewhere',
            constraint=models.UniqueConstraint(fields=('source', 'key'), name='one_elsewhere_per_source_and_key'),
        ),
        migrations.AddConstraint(
            model_name='recurringelsewhere',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('source', ''), _negated=True), models.Q(('key', ''), _negated=True)), name='elsewhere_says_whose_key'),
        ),
        migrations.AddConstraint(
            model_name='recurringelsewhere',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='elsewhere_amount_is_positive'),
        ),
        migrations.AddConstraint(
            model_name='recurringelsewhere',
            constraint=models.CheckConstraint(condition=models.Q(('currency__regex', '^[a-z]{3}$')), name='elsewhere_currency_is_a_code'),
        ),
        migrations.AddConstraint(
            model_name='recurringelsewhere',
            constraint=models.CheckConstraint(condition=models.Q(('rhythm__in', ['daily', 'weekly', 'fortnightly', 'four_weekly', 'monthly', 'two_monthly', 'quarterly', 'half_yearly', 'annually'])), name='elsewhere_rhythm_is_known'),
        ),
        migrations.AddConstraint(
            model_name='recurringelsewhere',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['', 'pending', 'active', 'paused', 'past_due', 'ended'])), name='elsewhere_state_is_known'),
        ),
        migrations.AddIndex(
            model_name='recurringgift',
            index=models.Index(fields=['-started_at', '-id'], name='recurring_newest'),
        ),
        migrations.AddIndex(
            model_name='recurringgift',
            index=models.Index(condition=models.Q(('state', 'cancelled'), _negated=True), fields=['next_charge_at'], name='recurring_due'),
        ),
        migrations.AddIndex(
            model_name='recurringgift',
            index=models.Index(fields=['donor'], name='recurring_of_donor'),
        ),
        migrations.AddConstraint(
            model_name='recurringgift',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='recurring_amount_is_positive'),
        ),
        migrations.AddConstraint(
            model_name='recurringgift',
            constraint=models.CheckConstraint(condition=models.Q(('fee_cover__gte', 0), ('fee_cover__lt', models.F('amount'))), name='recurring_fee_cover_within_amount'),
        ),
        migrations.AddConstraint(
            model_name='recurringgift',
            constraint=models.CheckConstraint(condition=models.Q(('frequency', 'once'), _negated=True), name='recurring_repeats'),
        ),
        migrations.AddConstraint(
            model_name='recurringgift',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cancelled_at__isnull', False), ('state', 'cancelled'), models.Q(('ended_for', ''), _negated=True)), models.Q(models.Q(('state', 'cancelled'), _negated=True), ('cancelled_at__isnull', True), ('ended_for', '')), _connector='OR'), name='recurring_cancelled_has_time_and_reason'),
        ),
        migrations.AddConstraint(
            model_name='recurringgift',
            constraint=models.CheckConstraint(condition=models.Q(('day', None), models.Q(('day__gte', 1), ('day__lte', 31)), _connector='OR'), name='recurring_day_is_of_a_month'),
        ),
        migrations.AddConstraint(
            model_name='recurringgift',
            constraint=models.CheckConstraint(condition=models.Q(('end_on', None), ('instalments', None), _connector='OR'), name='recurring_has_one_end'),
        ),
        migrations.AddConstraint(
            model_name='recurringgift',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('instalments', None), ('instalments_from', None)), models.Q(('instalments__gte', 1), ('instalments_from__isnull', False)), _connector='OR'), name='recurring_instalments_are_counted_from_a_moment'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recurringgift',
            trigger=pgtrigger.compiler.Trigger(name='recurring_moves_total', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.campaign_id IS DISTINCT FROM NEW.campaign_id)', declare='DECLARE begun integer;', func="\n        SELECT count(*) INTO begun FROM gifts_recurringchange WHERE recurring_id = NEW.id AND kind = 'new';\n        IF begun = 0 THEN RETURN NULL; END IF;\n        INSERT INTO gifts_campaigntotal AS total (campaign_id, slot, monthly)\n        SELECT campaign, pg_backend_pid() % 16, sign * begun\n        FROM (VALUES (OLD.campaign_id, -1), (NEW.campaign_id, 1)) AS change (campaign, sign)\n        WHERE campaign IS NOT NULL ORDER BY campaign\n        ON CONFLICT (campaign_id, slot) DO UPDATE SET monthly = total.monthly + excluded.monthly;\n        RETURN NULL;\n    ", hash='b00748203b2d183e969358be65c801d5723359d0', operation='UPDATE OF "campaign_id"', pgid='pgtrigger_recurring_moves_total_7e3dd', table='gifts_recurringgift', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='gift',
            index=models.Index(fields=['-given_at', '-id'], name='gifts_newest'),
        ),
        migrations.AddIndex(
            model_name='gift',
            index=models.Index(fields=['donor', '-given_at', '-id'], name='gifts_of_donor'),
        ),
        migrations.AddIndex(
            model_name='gift',
            index=models.Index(fields=['donor', 'given_on'], name='gifts_of_donor_by_day'),
        ),
        migrations.AddIndex(
            model_name='gift',
            index=models.Index(fields=['campaign', 'given_on'], name='gifts_of_campaign'),
        ),
        migrations.AddIndex(
            model_name='gift',
            index=models.Index(fields=['given_on'], include=('donor', 'state', 'amount', 'stands'), name='gifts_by_day'),
        ),
        migrations.AddIndex(
            model_name='gift',
            index=models.Index(condition=models.Q(('charge_id', ''), _negated=True), fields=['charge_id'], name='gift_by_charge'),
        ),
        migrations.AddIndex(
            model_name='gift',
            index=models.Index(condition=models.Q(('received_on__isnull', False)), fields=['received_on'], name='gifts_received_later'),
        ),
        migrations.AddIndex(
            model_name='gift',
            index=models.Index(condition=models.Q(('is_unmatched', True)), fields=['created_at'], name='gift_unmatched'),
        ),
        migrations.AddIndex(
            model_name='gift',
            index=models.Index(fields=['-changed_at'], name='gifts_changed'),
        ),
        migrations.AddIndex(
            model_name='gift',
            index=models.Index(condition=models.Q(('check_number', ''), _negated=True), fields=['check_number'], name='gift_by_check_number', opclasses=['varchar_pattern_ops']),
        ),
        migrations.AddConstraint(
            model_name='gift',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('tribute_kind', ''), ('tribute_name', '')), models.Q(models.Q(('tribute_kind', ''), _negated=True), models.Q(('tribute_name', ''), _negated=True)), _connector='OR'), name='gift_tribute_has_name'),
        ),
        migrations.AddConstraint(
            model_name='gift',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['money', 'goods', 'securities', 'vehicle', 'currency'])), name='gift_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='gift',
            constraint=models.CheckConstraint(condition=models.Q(('payer__in', ['donor', 'company', 'match', 'daf', 'foundation', 'ira'])), name='gift_payer_is_known'),
        ),
        migrations.AddConstraint(
            model_name='gift',
            constraint=models.CheckConstraint(condition=models.Q(('co_payer', None), models.Q(models.Q(('co_payer', models.F('donor')), _negated=True), ('payer', 'donor')), _connector='OR'), name='gift_has_two_payers_or_one'),
        ),
        migrations.AddConstraint(
            model_name='gift',
            constraint=models.CheckConstraint(condition=models.Q(('postmarked_on', None), ('received_on', None), ('postmarked_on__lte', models.F('received_on')), _connector='OR'), name='gift_is_posted_before_it_is_received'),
        ),
        migrations.AddConstraint(
            model_name='gift',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('date_basis', 'postmark'), _negated=True), models.Q(('postmarked_on', models.F('given_on')), ('postmarked_on__isnull', False)), _connector='OR'), name='gift_dated_by_postmark_was_posted_then'),
        ),
        migrations.AddConstraint(
            model_name='gift',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='gift_amount_is_positive'),
        ),
        migrations.AddConstraint(
            model_name='gift',
            constraint=models.CheckConstraint(condition=models.Q(('fee_cover__gte', 0), ('fee_cover__lt', models.F('amount'))), name='gift_fee_cover_within_amount'),
        ),
        migrations.AddConstraint(
            model_name='gift',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['processing', 'failed']), models.Q(('given_at__isnull', False), ('given_on__isnull', False)), _connector='OR'), name='gift_that_arrived_has_its_day'),
        ),
        migrations.AddConstraint(
            model_name='gift',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('payment_id__isnull', False), ('source', 'stripe')), models.Q(models.Q(('source', 'stripe'), _negated=True), ('payment_id__isnull', True), ('recorded_by__isnull', False)), _connector='OR'), name='gift_has_payment_or_recorder'),
        ),
        migrations.AddConstraint(
            model_name='gift',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('source', 'stripe'), _negated=True), models.Q(('form_key', None), ('kind', 'money'), models.Q(('state', 'reversed'), _negated=True)), _connector='OR'), name='gift_online_is_money_and_stays_with_its_books'),
        ),
        migrations.AddConstraint(
            model_name='gift',
            constraint=models.CheckConstraint(condition=models.Q(('batch', None), models.Q(('source', 'stripe'), _negated=True), _connector='OR'), name='gift_of_a_batch_came_by_hand'),
        ),
        migrations.AddConstraint(
            model_name='gift',
            constraint=models.CheckConstraint(condition=models.Q(('is_unmatched', False), ('donor__isnull', True), _connector='OR'), name='unmatched_gift_has_no_donor'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='gift',
            trigger=pgtrigger.compiler.Trigger(name='gift_moves_total', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (ROW(OLD.campaign_id, OLD.donor_id, OLD.kind) IS DISTINCT FROM ROW(NEW.campaign_id, NEW.donor_id, NEW.kind))', declare='DECLARE moved numeric; stands numeric; part record;', func="\n        SELECT COALESCE(SUM(amount), 0) INTO moved FROM gifts_ledgerline WHERE gift_id = NEW.id;\n        IF moved = 0 THEN RETURN NULL; END IF;\n        FOR part IN\n            SELECT change.campaign, change.donor, change.sign * moved AS amount,\n                CASE WHEN change.kind = 'goods' AND moved > 0 THEN change.sign ELSE 0 END AS goods\n            FROM (VALUES\n                (OLD.campaign_id, OLD.donor_id, OLD.kind, -1), (NEW.campaign_id, NEW.donor_id, NEW.kind, 1)\n            ) AS change (campaign, donor, kind, sign)\n            WHERE change.campaign IS NOT NULL ORDER BY change.campaign, change.donor\n        LOOP\n            \n        INSERT INTO gifts_campaigntotal AS total (campaign_id, slot, raised, goods)\n        VALUES (part.campaign, pg_backend_pid() % 16, part.amount, part.goods)\n        ON CONFLICT (campaign_id, slot)\n        DO UPDATE SET raised = total.raised + excluded.raised, goods = total.goods + excluded.goods;\n        IF part.donor IS NOT NULL THEN\n            INSERT INTO gifts_campaigngiver AS giver (campaign_id, donor_number, raised)\n            VALUES (part.campaign, part.donor, part.amount)\n            ON CONFLICT (campaign_id, donor_number) DO UPDATE SET raised = giver.raised + excluded.raised\n            RETURNING giver.raised INTO stands;\n            IF (stands > 0) <> (stands - part.amount > 0) THEN\n                UPDATE gifts_campaigntotal SET donors = donors + CASE WHEN stands > 0 THEN 1 ELSE -1 END\n                WHERE campaign_id = part.campaign AND slot = pg_backend_pid() % 16;\n            END IF;\n        END IF;\n    \n        END LOOP;\n        RETURN NULL;\n    ", hash='2686082a1c7ed6f531f07e3272a1ee2311d3beb8', operation='UPDATE OF "campaign_id", "donor_id", "kind"', pgid='pgtrigger_gift_moves_total_03261', table='gifts_gift', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='gift',
            trigger=pgtrigger.compiler.Trigger(name='closed_period_takes_no_gift', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (NEW.source <> 'stripe')", func="\n    PERFORM pg_advisory_xact_lock_shared(6022842);\n    IF EXISTS (\n        SELECT FROM gifts_closedperiod AS closed, unnest(ARRAY[NEW.given_on, NEW.received_on]::date[]) AS the_day\n        WHERE closed.reopened_at IS NULL AND the_day BETWEEN closed.begins_on AND closed.ends_on\n    ) THEN\n        RAISE EXCEPTION 'closed_period_takes_no_gift' USING ERRCODE = '23514';\n    END IF;\nRETURN NEW;", hash='57332fa07395f98e8eb10400a0b915f3834c4316', operation='INSERT', pgid='pgtrigger_closed_period_takes_no_gift_ba994', table='gifts_gift', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='gift',
            trigger=pgtrigger.compiler.Trigger(name='closed_period_keeps_its_gifts', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (NEW.source <> 'stripe' AND (OLD.given_on IS DISTINCT FROM NEW.given_on OR OLD.received_on IS DISTINCT FROM NEW.received_on OR OLD.kind <> NEW.kind))", func="\n    PERFORM pg_advisory_xact_lock_shared(6022842);\n    IF EXISTS (\n        SELECT FROM gifts_closedperiod AS closed, unnest(ARRAY[OLD.given_on, OLD.received_on, NEW.given_on, NEW.received_on]::date[]) AS the_day\n        WHERE closed.reopened_at IS NULL AND the_day BETWEEN closed.begins_on AND closed.ends_on\n    ) THEN\n        RAISE EXCEPTION 'closed_period_keeps_its_gifts' USING ERRCODE = '23514';\n    END IF;\nRETURN NEW;", hash='fcb4f10c1b0f62d89e7a2dab73c8360084c29a50', operation='UPDATE OF "given_on", "received_on", "kind"', pgid='pgtrigger_closed_period_keeps_its_gifts_b51bd', table='gifts_gift', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='gift',
            trigger=pgtrigger.compiler.Trigger(name='closed_period_keeps_campaigns', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NOT OLD.is_unmatched AND OLD.campaign_id IS DISTINCT FROM NEW.campaign_id)', func="\n    PERFORM pg_advisory_xact_lock_shared(6022842);\n    IF EXISTS (\n        SELECT FROM gifts_closedperiod AS closed, unnest(ARRAY[OLD.given_on]::date[]) AS the_day\n        WHERE closed.reopened_at IS NULL AND the_day BETWEEN closed.begins_on AND closed.ends_on\n    ) THEN\n        RAISE EXCEPTION 'closed_period_keeps_campaigns' USING ERRCODE = '23514';\n    END IF;\nRETURN NEW;", hash='30cd7eba3c7691211bf0a2b8da29419f032bdc88', operation='UPDATE OF "campaign_id"', pgid='pgtrigger_closed_period_keeps_campaigns_7aa00', table='gifts_gift', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='gift',
            trigger=pgtrigger.compiler.Trigger(name='gift_counts_terms', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."given_on" IS DISTINCT FROM (NEW."given_on") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."payer" IS DISTINCT FROM (NEW."payer") OR OLD."postmarked_on" IS DISTINCT FROM (NEW."postmarked_on") OR OLD."received_on" IS DISTINCT FROM (NEW."received_on"))', func='NEW.terms := OLD.terms + 1; RETURN NEW;', hash='b4c6cb2fac1fb4b7a453d31f702c400134708b40', operation='UPDATE', pgid='pgtrigger_gift_counts_terms_14460', table='gifts_gift', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='gift',
            trigger=pgtrigger.compiler.Trigger(name='gift_of_property_is_described', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', func="\n        IF NEW.kind <> 'money' AND NOT EXISTS (SELECT FROM gifts_property WHERE gift_id = NEW.id) THEN\n            RAISE EXCEPTION 'gift_of_property_is_described' USING ERRCODE = '23514';\n        END IF;\n        RETURN NULL;\n    ", hash='3e48c1ddb43d22f51dc863bf5326b5d0a3b94e9c', operation='INSERT OR UPDATE OF "kind"', pgid='pgtrigger_gift_of_property_is_described_72e5e', table='gifts_gift', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='gift',
            trigger=pgtrigger.compiler.Trigger(name='gifts_are_marked', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n        INSERT INTO gifts_tallymark (donor_id, day)\n        SELECT DISTINCT donor_id, given_on FROM created WHERE given_on IS NOT NULL;\n        RETURN NULL;\n    ', hash='d9bd2d369a77d8ef9f9134d3180ffb7174ece748', level='STATEMENT', operation='INSERT', pgid='pgtrigger_gifts_are_marked_fb70a', referencing='REFERENCING NEW TABLE AS created ', table='gifts_gift', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='gift',
            trigger=pgtrigger.compiler.Trigger(name='gift_change_is_marked', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."amount" IS DISTINCT FROM (NEW."amount") OR OLD."appeal_id" IS DISTINCT FROM (NEW."appeal_id") OR OLD."campaign_id" IS DISTINCT FROM (NEW."campaign_id") OR OLD."donor_id" IS DISTINCT FROM (NEW."donor_id") OR OLD."fees" IS DISTINCT FROM (NEW."fees") OR OLD."given_on" IS DISTINCT FROM (NEW."given_on") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."stands" IS DISTINCT FROM (NEW."stands") OR OLD."state" IS DISTINCT FROM (NEW."state"))', func='\n        INSERT INTO gifts_tallymark (donor_id, day)\n        SELECT donor, day FROM (\n            VALUES (OLD.donor_id, OLD.given_on)\n            UNION VALUES (NEW.donor_id, NEW.given_on)\n        ) AS touched (donor, day) WHERE day IS NOT NULL;\n        RETURN NULL;\n    ', hash='614458bdd47d33be173a16d7ecfa6ea73b501ba8', operation='UPDATE', pgid='pgtrigger_gift_change_is_marked_c47b4', table='gifts_gift', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='gift',
            trigger=pgtrigger.compiler.Trigger(name='gift_gone_is_marked', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.given_on IS NOT NULL)', func='\n        INSERT INTO gifts_tallymark (donor_id, day) VALUES (OLD.donor_id, OLD.given_on);\n        RETURN NULL;\n    ', hash='a7db3002948f2f8b26973c0061e3e5f0e3bac852', operation='DELETE', pgid='pgtrigger_gift_gone_is_marked_76b24', table='gifts_gift', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='gift',
            trigger=pgtrigger.compiler.Trigger(name='gift_notes_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    IF pg_trigger_depth() < 2 THEN NEW.stands := OLD.stands; NEW.fees := OLD.fees; END IF;\n                    -- a merge of two records of its donor, and its undoing, change nothing about a gift\n                    IF COALESCE(current_setting('harbor.folding', true), '') <> 'yes' THEN\n                        NEW.changed_at := clock_timestamp();\n                    END IF;\n                    RETURN NEW;\n                ", hash='cec405458a39e950b5b495d8914fee8afde9c9d2', operation='UPDATE', pgid='pgtrigger_gift_notes_change_cceb4', table='gifts_gift', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='gift',
            trigger=pgtrigger.compiler.Trigger(name='gift_begins_without_lines', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW.stands <> 0 OR NEW.fees <> 0)', func="RAISE EXCEPTION 'pgtrigger: Cannot insert rows from % table', TG_TABLE_NAME;", hash='ee3e2745f468c5c81aceb42bc44d5391f264c8e2', operation='INSERT', pgid='pgtrigger_gift_begins_without_lines_f839e', table='gifts_gift', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='recurringrequest',
            index=models.Index(condition=models.Q(('state', 'asked')), fields=['asked_at'], name='recurring_asked'),
        ),
        migrations.AddConstraint(
            model_name='recurringrequest',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'asked'), models.Q(('kind', 'card'), _negated=True)), fields=('recurring',), name='one_request_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='recurringrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('state', 'asked')), models.Q(models.Q(('state', 'asked'), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='recurring_request_ended_has_time'),
        ),
        migrations.AddConstraint(
            model_name='recurringrequest',
            constraint=models.CheckConstraint(condition=models.Q(('on_behalf', False), models.Q(models.Q(('reason', ''), _negated=True), ('asked_by__isnull', False)), _connector='OR'), name='recurring_request_of_staff_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='recurringrequest',
            constraint=models.CheckConstraint(condition=models.Q(('by_link', False), models.Q(('asked_by', None), ('on_behalf', False)), _connector='OR'), name='recurring_request_by_link_names_nobody'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recurringrequest',
            trigger=pgtrigger.compiler.Trigger(name='recurring_request_is_frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."asked_at" IS DISTINCT FROM (NEW."asked_at") OR OLD."asked_by_id" IS DISTINCT FROM (NEW."asked_by_id") OR OLD."by_link" IS DISTINCT FROM (NEW."by_link") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."on_behalf" IS DISTINCT FROM (NEW."on_behalf") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."recurring_id" IS DISTINCT FROM (NEW."recurring_id") OR OLD."sent" IS DISTINCT FROM (NEW."sent") OR OLD."wanted" IS DISTINCT FROM (NEW."wanted"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='4efbe3055740ff5fd151645cee2ea4de19454a41', operation='UPDATE', pgid='pgtrigger_recurring_request_is_frozen_78f5a', table='gifts_recurringrequest', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='recurringchange',
            index=models.Index(fields=['recurring', '-at'], name='changes_of_recurring'),
        ),
        migrations.AddIndex(
            model_name='recurringchange',
            index=models.Index(fields=['at'], name='recurring_changes_by_time'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recurringchange',
            trigger=pgtrigger.compiler.Trigger(name='begun_adds_to_total', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (NEW.kind = 'new')", func='\n        INSERT INTO gifts_campaigntotal AS total (campaign_id, slot, monthly)\n        SELECT campaign_id, pg_backend_pid() % 16, 1 FROM gifts_recurringgift\n        WHERE id = NEW.recurring_id AND campaign_id IS NOT NULL\n        ON CONFLICT (campaign_id, slot) DO UPDATE SET monthly = total.monthly + 1;\n        RETURN NULL;\n    ', hash='35da7d30834afd3d764cad7f990789e77d011e2c', operation='INSERT', pgid='pgtrigger_begun_adds_to_total_32964', table='gifts_recurringchange', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recurringchange',
            trigger=pgtrigger.compiler.Trigger(name='recurring_change_is_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='cb94b2f99355891bad397d827f5116346d3f0450', operation='UPDATE OR DELETE', pgid='pgtrigger_recurring_change_is_append_only_12ddd', table='gifts_recurringchange', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='refund',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='refund_amount_is_positive'),
        ),
        migrations.AddConstraint(
            model_name='refund',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['requested', 'failed', 'canceled']), ('refund_id__isnull', False), _connector='OR'), name='refund_under_way_has_id'),
        ),
        migrations.AddIndex(
            model_name='softcredit',
            index=models.Index(fields=['donor', '-created_at'], name='soft_credits_of_donor'),
        ),
        migrations.AddConstraint(
            model_name='softcredit',
            constraint=models.UniqueConstraint(fields=('gift', 'donor'), name='one_soft_credit_per_gift_and_donor'),
        ),
        migrations.AddConstraint(
            model_name='softcredit',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='soft_credit_is_positive'),
        ),
        migrations.AddConstraint(
            model_name='stripeproduct',
            constraint=models.UniqueConstraint(fields=('fund', 'livemode'), name='one_product_per_fund_and_mode'),
        ),
        migrations.AddConstraint(
            model_name='writeoff',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='write_off_says_why'),
        ),
        migrations.AddConstraint(
            model_name='writeoff',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('amount__gt', 0), ('cancels', None)), models.Q(('amount__lt', 0), ('cancels__isnull', False)), _connector='OR'), name='write_off_takes_away_and_its_cancel_gives_back'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='writeoff',
            trigger=pgtrigger.compiler.Trigger(name='write_off_is_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='8b04bff1eb50b883fb02837d3cdedf10c13294c9', operation='UPDATE OR DELETE', pgid='pgtrigger_write_off_is_append_only_e1bd0', table='gifts_writeoff', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='writeoff',
            trigger=pgtrigger.compiler.Trigger(name='write_offs_stay_within_pledge', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', declare='DECLARE given_up numeric; promised numeric;', func="\n                    IF NEW.cancels_id IS NOT NULL AND NOT EXISTS (\n                        SELECT FROM gifts_writeoff WHERE id = NEW.cancels_id\n                        AND pledge_id = NEW.pledge_id AND amount = -NEW.amount\n                    ) THEN\n                        RAISE EXCEPTION 'cancel_takes_back_what_was_written_off' USING ERRCODE = '23514';\n                    END IF;\n                    SELECT amount INTO promised FROM gifts_pledge WHERE id = NEW.pledge_id;\n                    SELECT SUM(amount) INTO given_up FROM gifts_writeoff WHERE pledge_id = NEW.pledge_id;\n                    IF given_up < 0 OR given_up > promised THEN\n                        RAISE EXCEPTION 'write_offs_stay_within_pledge' USING ERRCODE = '23514';\n                    END IF;\n                    RETURN NULL;\n                ", hash='e673b1a638eb67c45d44f073548897f4f32ea69f', operation='INSERT', pgid='pgtrigger_write_offs_stay_within_pledge_5040d', table='gifts_writeoff', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
    ]

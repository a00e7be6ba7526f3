import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('donors', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Fund',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('name_es', models.CharField(blank=True, max_length=120)),
                ('purpose', models.CharField(blank=True, max_length=300)),
                ('purpose_es', models.CharField(blank=True, max_length=300)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('is_open', models.BooleanField(default=True)),
                ('is_restricted', models.BooleanField(default=True, help_text='donors bound the money to this purpose; False: it may serve anything')),
                ('bears_fees', models.BooleanField(default=False, help_text='processing fees of its gifts are taken from it, not from general money')),
            ],
            options={
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Campaign',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('name_es', models.CharField(blank=True, max_length=120)),
                ('summary', models.CharField(max_length=300)),
                ('summary_es', models.CharField(blank=True, max_length=300)),
                ('story', models.TextField(blank=True, help_text='cleaned HTML')),
                ('story_es', models.TextField(blank=True, help_text='cleaned HTML')),
                ('goal_kind', models.CharField(choices=[('money', 'Money'), ('donors', 'Donors'), ('monthly', 'Recurring gifts begun'), ('goods', 'Gifts of goods')], default='money', max_length=10)),
                ('goal', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True)),
                ('goal_count', models.PositiveIntegerField(blank=True, help_text='of a goal that is not counted in money', null=True)),
                ('currency', models.CharField(max_length=3)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('published', 'Published'), ('closed', 'Closed')], default='draft', max_length=10)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('picture', models.CharField(default='harbor', help_text='name of a drawing we ship', max_length=20)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='campaigns.campaign')),
                ('funds', models.ManyToManyField(related_name='campaigns', to='campaigns.fund')),
            ],
            options={
                'ordering': ['position', '-starts_on', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='campaign_ends_after_start'), models.CheckConstraint(condition=models.Q(('goal__isnull', True), ('goal__gt', 0), _connector='OR'), name='campaign_goal_is_positive'), models.CheckConstraint(condition=models.Q(models.Q(('goal_count', None), ('goal_kind', 'money')), models.Q(('goal', None), ('goal_kind__in', ['donors', 'monthly', 'goods'])), _connector='OR'), name='campaign_goal_fits_its_kind'), models.CheckConstraint(condition=models.Q(('goal_count', None), ('goal_count__gt', 0), _connector='OR'), name='campaign_counts_to_more_than_nothing')],
            },
        ),
        migrations.CreateModel(
            name='Appeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('kind', models.CharField(choices=[('mailing', 'Mailing'), ('email', 'E-mail'), ('event', 'Event'), ('social', 'Social media'), ('web', 'Website'), ('peer', 'Peer page')], max_length=10)),
                ('cost', models.DecimalField(decimal_places=2, default=0, max_digits=12)),
                ('sent_on', models.DateField(blank=True, null=True)),
                ('sent_count', models.PositiveIntegerField(blank=True, help_text='pieces sent, recipients or guests; NULL: nobody counted', null=True)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appeals', to='campaigns.campaign')),
            ],
            options={
                'ordering': ['-sent_on', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('cost__gte', 0)), name='appeal_cost_not_negative'), models.CheckConstraint(condition=models.Q(('sent_count', None), ('sent_count__gt', 0), _connector='OR'), name='appeal_reached_somebody')],
            },
        ),
        migrations.CreateModel(
            name='CampaignCost',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('spent_on', models.DateField()),
                ('what', models.CharField(max_length=120)),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12)),
                ('created_at', models.DateTimeField()),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='costs', to='campaigns.campaign')),
            ],
            options={
                'ordering': ['-spent_on', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='campaign_cost_is_positive')],
            },
        ),
        migrations.CreateModel(
            name='Challenge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('words', models.CharField(blank=True, default='', help_text='for the public page', max_length=200)),
                ('words_es', models.CharField(blank=True, default='', max_length=200)),
                ('rate', models.DecimalField(decimal_places=2, help_text='what the sponsor gives for each 1 that is given', max_digits=5)),
                ('pot', models.DecimalField(decimal_places=2, max_digits=12)),
                ('used', models.DecimalField(db_default=0, decimal_places=2, default=0, max_digits=12)),
                ('cap', models.DecimalField(blank=True, decimal_places=2, help_text='the most for one gift', max_digits=12, null=True)),
                ('matches_for', models.CharField(choices=[('all', 'Every gift of money'), ('first', 'First gifts of new donors'), ('monthly', 'Recurring gifts')], default='all', max_length=10)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('open', 'Open'), ('ended', 'Ended')], default='draft', max_length=10)),
                ('ended_at', models.DateTimeField(blank=True, help_text='of one ended by hand', null=True)),
                ('created_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='challenges', to='campaigns.campaign')),
                ('sponsor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='challenges', to='donors.donor')),
            ],
            options={
                'ordering': ['-created_at', '-id'],
                'indexes': [models.Index(fields=['-created_at', '-id'], name='challenges_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('pot__gt', 0)), name='challenge_pot_is_positive'), models.CheckConstraint(condition=models.Q(('used__lte', models.F('pot'))), name='challenge_is_never_overdrawn'), models.CheckConstraint(condition=models.Q(('used__gte', 0)), name='challenge_used_is_not_negative'), models.CheckConstraint(condition=models.Q(('rate__gt', 0)), name='challenge_rate_is_positive'), models.CheckConstraint(condition=models.Q(('cap', None), ('cap__gt', 0), _connector='OR'), name='challenge_cap_is_positive'), models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='challenge_ends_after_start'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('state', 'ended')), models.Q(models.Q(('state', 'ended'), _negated=True), ('ended_at', None)), _connector='OR'), name='challenge_ended_has_its_moment')],
            },
        ),
        migrations.CreateModel(
            name='DropOff',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('address', models.CharField(max_length=300)),
                ('hours', models.CharField(blank=True, max_length=160)),
                ('hours_es', models.CharField(blank=True, max_length=160)),
                ('is_open', models.BooleanField(default=True)),
            ],
            options={
                'ordering': ['name', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('address', ''), _negated=True)), name='drop_off_has_name_and_address')],
            },
        ),
        migrations.CreateModel(
            name='CampaignShare',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('percent', models.DecimalField(decimal_places=2, max_digits=5)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shares', to='campaigns.campaign')),
                ('fund', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='campaign_shares', to='campaigns.fund')),
            ],
            options={
                'ordering': ['fund__position', 'fund_id'],
                'constraints': [models.UniqueConstraint(fields=('campaign', 'fund'), name='one_share_per_campaign_and_fund'), models.CheckConstraint(condition=models.Q(('percent__gt', 0), ('percent__lte', 100)), name='campaign_share_is_a_part')],
            },
        ),
        migrations.CreateModel(
            name='ImpactMeasure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True)),
                ('name_es', models.CharField(blank=True, max_length=80)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('is_open', models.BooleanField(default=True)),
            ],
            options={
                'ordering': ['position', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='measure_has_a_name')],
            },
        ),
        migrations.CreateModel(
            name='ImpactFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField()),
                ('until', models.DateField()),
                ('value', models.PositiveIntegerField()),
                ('is_public', models.BooleanField(default=False)),
                ('entered_at', models.DateTimeField()),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('fund', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='figures', to='campaigns.fund')),
                ('measure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='figures', to='campaigns.impactmeasure')),
            ],
            options={
                'ordering': ['-until', 'measure__position', 'measure_id', 'fund__position', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('until__gte', models.F('since'))), name='figure_ends_after_start'), models.UniqueConstraint(fields=('measure', 'fund', 'since', 'until'), name='one_figure_per_measure_fund_and_days', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='PeerPage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60, unique=True)),
                ('shown_name', models.CharField(max_length=80)),
                ('title', models.CharField(max_length=80)),
                ('words', models.CharField(max_length=600)),
                ('goal', models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                ('state', models.CharField(choices=[('asked', 'To be read'), ('open', 'Open'), ('declined', 'Not opened'), ('closed', 'Closed')], default='asked', max_length=10)),
                ('why', models.CharField(blank=True, choices=[('', '–'), ('tells', 'It says too much about somebody'), ('unfit', 'It asks for something else than the campaign'), ('talk', 'Let us talk about it first')], default='', max_length=8)),
                ('asked_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('appeal', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='peer_page', to='campaigns.appeal')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='peer_pages', to='campaigns.campaign')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='peer_pages', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['-asked_at', '-id'], name='peer_pages_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'open'), _negated=True), ('appeal__isnull', False), _connector='OR'), name='peer_page_opens_with_an_appeal'), models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'closed']), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='peer_page_is_decided_by_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'declined'), _negated=True), models.Q(('why', ''), _negated=True), _connector='OR'), name='peer_page_declined_says_why'), models.CheckConstraint(condition=models.Q(('goal', None), ('goal__gt', 0), _connector='OR'), name='peer_page_goal_is_positive'), models.UniqueConstraint(condition=models.Q(('state__in', ['asked', 'open'])), fields=('campaign', 'owner'), name='one_peer_page_per_campaign_and_owner')],
            },
        ),
        migrations.CreateModel(
            name='PresetAmount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12)),
                ('impact', models.CharField(blank=True, max_length=160)),
                ('impact_es', models.CharField(blank=True, max_length=160)),
                ('is_default', models.BooleanField(default=False)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='presets', to='campaigns.campaign')),
            ],
            options={
                'ordering': ['amount'],
                'constraints': [models.UniqueConstraint(fields=('campaign', 'amount'), name='one_preset_per_amount'), models.UniqueConstraint(condition=models.Q(('is_default', True)), fields=('campaign',), name='one_default_preset'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='preset_is_positive')],
            },
        ),
        migrations.CreateModel(
            name='StoryConsent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(max_length=12, unique=True)),
                ('extent', models.CharField(choices=[('words', 'Words alone'), ('picture', 'Words and a picture')], max_length=8)),
                ('since', models.DateField()),
                ('until', models.DateField()),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField()),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('revoked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-created_at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('until__gte', models.F('since'))), name='consent_ends_after_start'), models.CheckConstraint(condition=models.Q(('token__regex', '^[A-Z2-9]{10}$')), name='consent_token_is_drawn'), models.CheckConstraint(condition=models.Q(models.Q(('revoked_at', None), ('revoked_by', None)), models.Q(('revoked_at__isnull', False), ('revoked_by__isnull', False)), _connector='OR'), name='consent_revoked_by_somebody'), models.CheckConstraint(condition=models.Q(('extent__in', ['words', 'picture'])), name='consent_extent_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Story',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=80)),
                ('title_es', models.CharField(blank=True, max_length=80)),
                ('text', models.CharField(max_length=1200)),
                ('text_es', models.CharField(blank=True, max_length=1200)),
                ('picture', models.BinaryField(help_text='drawn anew, metadata dropped', null=True)),
                ('picture_says', models.CharField(blank=True, help_text='for who cannot see it', max_length=120)),
                ('is_published', models.BooleanField(default=False)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('updated_at', models.DateTimeField()),
                ('campaign', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='stories', to='campaigns.campaign')),
                ('consent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stories', to='campaigns.storyconsent')),
            ],
            options={
                'verbose_name_plural': 'stories',
                'ordering': ['position', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('text', ''), _negated=True)), name='story_has_title_and_text'), models.CheckConstraint(condition=models.Q(('picture', None), models.Q(('picture_says', ''), _negated=True), _connector='OR'), name='story_picture_is_described')],
            },
        ),
        migrations.CreateModel(
            name='WishItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('name_es', models.CharField(blank=True, max_length=80)),
                ('note', models.CharField(blank=True, max_length=160)),
                ('note_es', models.CharField(blank=True, max_length=160)),
                ('wanted', models.PositiveIntegerField()),
                ('promised', models.PositiveIntegerField(default=0)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('is_open', models.BooleanField(default=True)),
            ],
            options={
                'ordering': ['position', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='wish_has_a_name'), models.CheckConstraint(condition=models.Q(('wanted__gt', 0)), name='wish_is_for_something'), models.CheckConstraint(condition=models.Q(('promised__lte', models.F('wanted'))), name='wish_is_not_promised_beyond_it')],
            },
        ),
        migrations.CreateModel(
            name='WishOffer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('count', models.PositiveIntegerField()),
                ('name', models.CharField(blank=True, max_length=80)),
                ('brings_on', models.DateField()),
                ('code', models.CharField(max_length=12, unique=True)),
                ('state', models.CharField(choices=[('offered', 'To come'), ('brought', 'Brought'), ('withdrawn', 'Withdrawn'), ('lapsed', 'Did not come')], default='offered', max_length=10)),
                ('made_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(null=True)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='campaigns.wishitem')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='campaigns.dropoff')),
                ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['-made_at', '-id'], name='wish_offers_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('count__gt', 0)), name='offer_brings_something'), models.CheckConstraint(condition=models.Q(('state__in', ['offered', 'brought', 'withdrawn', 'lapsed'])), name='offer_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('settled_at', None), ('state', 'offered')), models.Q(models.Q(('state', 'offered'), _negated=True), ('settled_at__isnull', False)), _connector='OR'), name='offer_is_settled_at_a_moment')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='challenge',
            trigger=pgtrigger.compiler.Trigger(name='challenge_used_is_kept_by_its_matches', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.used IS DISTINCT FROM NEW.used AND pg_trigger_depth() = 0)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='242206187f678a77ec5a18d4126d9fc51db72bb1', operation='UPDATE', pgid='pgtrigger_challenge_used_is_kept_by_its_matches_e9bd9', table='campaigns_challenge', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='campaignshare',
            trigger=pgtrigger.compiler.Trigger(name='campaign_shares_sum_to_100', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', declare='DECLARE the_owner bigint; whole numeric;', func="\n            IF TG_OP = 'DELETE' THEN the_owner := OLD.campaign_id; ELSE the_owner := NEW.campaign_id; END IF;\n            SELECT SUM(percent) INTO whole FROM campaigns_campaignshare WHERE campaign_id = the_owner;\n            IF whole <> 100 THEN\n                RAISE EXCEPTION 'campaign_shares_sum_to_100' USING ERRCODE = '23514';\n            END IF;\n            RETURN NULL;\n        ", hash='527a043ed72ed4689a95aa1b19cc2f28482af1ae', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_campaign_shares_sum_to_100_3dcd1', table='campaigns_campaignshare', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='campaign',
            trigger=pgtrigger.compiler.Trigger(name='campaign_tree_has_no_circle', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW.parent_id IS NOT NULL)', declare='DECLARE above bigint[]; below integer;', func="\n        PERFORM pg_advisory_xact_lock(hashtext('campaign tree'));\n        WITH RECURSIVE up (id, parent_id) AS (\n            SELECT id, parent_id FROM campaigns_campaign WHERE id = NEW.parent_id\n            UNION\n            SELECT one.id, one.parent_id FROM campaigns_campaign AS one JOIN up ON one.id = up.parent_id\n        ) SELECT array_agg(id) INTO above FROM up;\n        IF NEW.id = ANY (above) THEN\n            RAISE EXCEPTION 'campaign_tree_has_no_circle' USING ERRCODE = '23514';\n        END IF;\n        WITH RECURSIVE down (id, level) AS (\n            SELECT NEW.id, 1\n            UNION\n            SELECT one.id, down.level + 1 FROM campaigns_campaign AS one\n            JOIN down ON one.parent_id = down.id WHERE down.level < 9\n        ) SELECT max(level) INTO below FROM down;\n        IF array_length(above, 1) + below > 3 THEN\n            RAISE EXCEPTION 'campaign_tree_has_three_levels' USING ERRCODE = '23514';\n        END IF;\n        RETURN NULL;\n    ", hash='23e3b3f812171956dc41aa732858cc8a01001dda', operation='INSERT OR UPDATE OF "parent_id"', pgid='pgtrigger_campaign_tree_has_no_circle_76d40', table='campaigns_campaign', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='wishoffer',
            trigger=pgtrigger.compiler.Trigger(name='offer_counts_for_its_wish', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF TG_OP <> 'INSERT' AND OLD.state IN ('offered', 'brought') THEN\n            UPDATE campaigns_wishitem SET promised = promised - OLD.count WHERE id = OLD.item_id;\n        END IF;\n        IF TG_OP <> 'DELETE' AND NEW.state IN ('offered', 'brought') THEN\n            UPDATE campaigns_wishitem SET promised = promised + NEW.count WHERE id = NEW.item_id;\n        END IF;\n        RETURN NULL;\n    ", hash='0666cb974c1ba41a6404236cd5eacb55e4695395', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_offer_counts_for_its_wish_7f168', table='campaigns_wishoffer', when='AFTER')),
        ),
    ]

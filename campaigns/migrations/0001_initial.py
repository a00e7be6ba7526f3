import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
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
                ('goal', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True)),
                ('currency', models.CharField(max_length=3)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('published', 'Published'), ('closed', 'Closed')], default='draft', max_length=10)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('picture', models.CharField(default='harbor', help_text='name of a drawing we ship', max_length=20)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('funds', models.ManyToManyField(related_name='campaigns', to='campaigns.fund')),
            ],
            options={
                'ordering': ['position', '-starts_on', 'id'],
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
            },
        ),
        migrations.CreateModel(
            name='Appeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('kind', models.CharField(choices=[('mailing', 'Mailing'), ('email', 'E-mail'), ('event', 'Event'), ('social', 'Social media'), ('web', 'Website')], max_length=10)),
                ('cost', models.DecimalField(decimal_places=2, default=0, max_digits=12)),
                ('sent_on', models.DateField(blank=True, null=True)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appeals', to='campaigns.campaign')),
            ],
            options={
                'ordering': ['-sent_on', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('cost__gte', 0)), name='appeal_cost_not_negative')],
            },
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='campaign_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.CheckConstraint(condition=models.Q(('goal__isnull', True), ('goal__gt', 0), _connector='OR'), name='campaign_goal_is_positive'),
        ),
        migrations.AddConstraint(
            model_name='presetamount',
            constraint=models.UniqueConstraint(fields=('campaign', 'amount'), name='one_preset_per_amount'),
        ),
        migrations.AddConstraint(
            model_name='presetamount',
            constraint=models.UniqueConstraint(condition=models.Q(('is_default', True)), fields=('campaign',), name='one_default_preset'),
        ),
        migrations.AddConstraint(
            model_name='presetamount',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='preset_is_positive'),
        ),
    ]

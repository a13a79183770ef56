import clairdroit.partners_snippets.defaults
import clairdroit.partners_snippets.validators
import django.db.models.deletion
import django.utils.timezone
import modelcluster.fields
import modelsearch.index
import wagtail.models.preview
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('clairdroit_taxonomy', '0001_initial'),
        ('clairdroit_territories', '0001_initial'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Partner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('live', models.BooleanField(default=True, editable=False, verbose_name='live')),
                ('has_unpublished_changes', models.BooleanField(default=False, editable=False, verbose_name='has unpublished changes')),
                ('first_published_at', models.DateTimeField(blank=True, db_index=True, null=True, verbose_name='first published at')),
                ('last_published_at', models.DateTimeField(editable=False, null=True, verbose_name='last published at')),
                ('go_live_at', models.DateTimeField(blank=True, null=True, verbose_name='go live date/time')),
                ('expire_at', models.DateTimeField(blank=True, null=True, verbose_name='expiry date/time')),
                ('expired', models.BooleanField(default=False, editable=False, verbose_name='expired')),
                ('locked', models.BooleanField(default=False, editable=False, verbose_name='locked')),
                ('locked_at', models.DateTimeField(editable=False, null=True, verbose_name='locked at')),
                ('review_months', models.PositiveSmallIntegerField(choices=[(1, 'every month'), (3, 'every 3 months'), (6, 'every 6 months'), (12, 'every year'), (24, 'every 2 years')], default=6, verbose_name='review')),
                ('verified_at', models.DateField(blank=True, db_index=True, editable=False, null=True, verbose_name='verified on')),
                ('verified_by', models.CharField(blank=True, editable=False, help_text='As readers see it after “verified by”, article included.', max_length=255, verbose_name='verified by')),
                ('name', models.CharField(max_length=255, verbose_name='name')),
                ('description', models.TextField(blank=True, help_text='In plain words: who may come, for what.', verbose_name='what it does')),
                ('access_conditions', models.TextField(blank=True, verbose_name='access conditions')),
                ('without_appointment', models.BooleanField(default=False, verbose_name='without an appointment')),
                ('languages', models.CharField(blank=True, max_length=255, verbose_name='languages spoken')),
                ('publics', models.JSONField(blank=True, default=list, editable=False, verbose_name='publics')),
                ('thematics', models.JSONField(blank=True, default=list, editable=False, verbose_name='thematics')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='telephone')),
                ('email', models.EmailField(blank=True, help_text='Shown to everyone.', max_length=254, verbose_name='e-mail')),
                ('website', models.URLField(blank=True, max_length=500, verbose_name='website')),
                ('team_email', models.EmailField(blank=True, help_text='Questions are sent here. Never shown to the public.', max_length=254, verbose_name='team box')),
                ('is_absent_until', models.DateField(blank=True, null=True, verbose_name='absent until')),
                ('serves_france', models.BooleanField(default=False, verbose_name='serves the whole country')),
                ('source', models.CharField(blank=True, editable=False, max_length=80, verbose_name='source')),
                ('source_id', models.CharField(blank=True, editable=False, max_length=200, verbose_name='identifier at the source')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created at')),
                ('communes', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='+', to='clairdroit_territories.commune', verbose_name='communes served')),
                ('departements', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='+', to='clairdroit_territories.departement', verbose_name='départements served')),
                ('epcis', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='+', to='clairdroit_territories.epci', verbose_name='groups of communes (EPCI) served')),
                ('headings', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='partners', to='clairdroit_taxonomy.headingtag', verbose_name='headings')),
                ('latest_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='latest revision')),
                ('live_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='live revision')),
                ('locked_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='locked_%(class)ss', to=settings.AUTH_USER_MODEL, verbose_name='locked by')),
                ('owner', models.ForeignKey(blank=True, help_text='The person asked to confirm that this is still right.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='owner')),
                ('verified_by_user', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='verified by (account)')),
            ],
            options={
                'verbose_name': 'partner',
                'verbose_name_plural': 'partners',
                'ordering': ['name', 'pk'],
            },
            bases=(wagtail.models.preview.PreviewableMixin, modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='ImportedRecord',
            fields=[
                ('partner', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='imported_record', serialize=False, to='clairdroit_partners_snippets.partner')),
                ('checksum', models.CharField(max_length=40)),
                ('fingerprints', models.JSONField(default=dict)),
                ('set_aside', models.JSONField(blank=True, default=dict, verbose_name='differences with the source')),
                ('source_date', models.DateField(blank=True, null=True, verbose_name='date at the source')),
                ('imported_at', models.DateTimeField(verbose_name='imported at')),
            ],
            options={
                'verbose_name': 'imported record',
                'verbose_name_plural': 'imported records',
            },
        ),
        migrations.CreateModel(
            name='LinkVersion',
            fields=[
                ('partner', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='link_version', serialize=False, to='clairdroit_partners_snippets.partner', verbose_name='partner')),
                ('version', models.CharField(default=clairdroit.partners_snippets.defaults.new_version, editable=False, max_length=12)),
                ('address', models.EmailField(blank=True, editable=False, max_length=254)),
                ('was_live', models.BooleanField(default=True, editable=False)),
                ('address_since', models.DateTimeField(editable=False, null=True, verbose_name='team box changed on')),
                ('renewed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='links renewed on')),
            ],
            options={
                'verbose_name': 'version of a partner’s links',
                'verbose_name_plural': 'versions of partners’ links',
            },
        ),
        migrations.CreateModel(
            name='Offer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('description', models.TextField(blank=True, verbose_name='description')),
                ('access_conditions', models.TextField(blank=True, verbose_name='access conditions')),
                ('fees', models.CharField(blank=True, max_length=500, verbose_name='fees')),
                ('url', models.URLField(blank=True, max_length=500, verbose_name='page or online form')),
                ('source_id', models.CharField(blank=True, editable=False, max_length=200)),
                ('partner', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='offers', to='clairdroit_partners_snippets.partner')),
            ],
            options={
                'verbose_name': 'service offered',
                'verbose_name_plural': 'services offered',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PartnerKind',
            fields=[
                ('key', models.SlugField(help_text='Stands in addresses and imports; do not change it once partners use it.', max_length=40, primary_key=True, serialize=False, verbose_name='key')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('plural', models.CharField(max_length=120, verbose_name='plural')),
                ('description', models.TextField(blank=True, help_text='One plain sentence for readers.', verbose_name='what it does')),
                ('reach', models.CharField(choices=[('commune', 'Its commune'), ('epci', 'Its group of communes (EPCI)'), ('departement', 'Its département'), ('france', 'The whole country')], default='commune', max_length=12, verbose_name='usual territory')),
                ('networks', models.JSONField(blank=True, default=list, help_text='Codes of the data·inclusion list “réseaux porteurs” that mean this kind.', verbose_name='data·inclusion networks')),
                ('is_public_service', models.BooleanField(default=False, verbose_name='public service')),
                ('address_visibility', models.CharField(choices=[('public', 'The whole address, to everyone'), ('commune', 'The commune to everyone, the address to professionals'), ('hidden', 'Nothing to everyone, the commune to professionals')], default='public', help_text='Choose less than the whole address for shelters.', max_length=8, verbose_name='address of imported places')),
                ('headings', models.ManyToManyField(blank=True, help_text='Given to imported partners of this kind.', related_name='kinds', to='clairdroit_taxonomy.headingtag', verbose_name='usual headings')),
            ],
            options={
                'verbose_name': 'kind of partner',
                'verbose_name_plural': 'kinds of partners',
                'ordering': ['name'],
            },
        ),
        migrations.AddField(
            model_name='partner',
            name='kind',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='partners', to='clairdroit_partners_snippets.partnerkind', verbose_name='kind of partner'),
        ),
        migrations.CreateModel(
            name='KindPivot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pivot', models.CharField(max_length=100, unique=True, verbose_name='pivot of the official fiches')),
                ('kind', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='pivots', to='clairdroit_partners_snippets.partnerkind', verbose_name='kind of partner')),
            ],
            options={
                'verbose_name': 'pivot',
                'verbose_name_plural': 'pivots',
                'ordering': ['pivot'],
            },
        ),
        migrations.CreateModel(
            name='PartnerMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_team_box', models.BooleanField(default=False, verbose_name='team box')),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='clairdroit_partners_snippets.partner', verbose_name='partner')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='partner_memberships', to=settings.AUTH_USER_MODEL, verbose_name='account')),
            ],
            options={
                'verbose_name': 'member of a partner',
                'verbose_name_plural': 'members of partners',
            },
        ),
        migrations.CreateModel(
            name='Place',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('label', models.CharField(blank=True, help_text='When the partner has several.', max_length=150, verbose_name='name of the place')),
                ('street', models.CharField(blank=True, max_length=255, verbose_name='street and number')),
                ('complement', models.CharField(blank=True, max_length=255, verbose_name='building, floor, entrance')),
                ('postal_code', models.CharField(blank=True, max_length=5, verbose_name='postal code')),
                ('city', models.CharField(blank=True, max_length=120, verbose_name='town')),
                ('latitude', models.FloatField(blank=True, null=True, verbose_name='latitude')),
                ('longitude', models.FloatField(blank=True, null=True, verbose_name='longitude')),
                ('address_visibility', models.CharField(choices=[('public', 'The whole address, to everyone'), ('commune', 'The commune to everyone, the address to professionals'), ('hidden', 'Nothing to everyone, the commune to professionals')], default='public', max_length=8, verbose_name='who sees the address')),
                ('opening_hours', models.CharField(blank=True, help_text='As OpenStreetMap writes them: Mo-Fr 08:30-12:00,13:30-17:00; PH off. The days are Mo, Tu, We, Th, Fr, Sa, Su; PH off means closed on public holidays.', max_length=500, validators=[clairdroit.partners_snippets.validators.validate_opening_hours], verbose_name='opening hours')),
                ('opening_hours_text', models.CharField(blank=True, help_text='Shown when they cannot be written in the form above.', max_length=1000, verbose_name='opening hours in words')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='telephone')),
                ('accessibility_url', models.URLField(blank=True, help_text='Page of this place on Acceslibre.', max_length=500, verbose_name='accessibility')),
                ('source_id', models.CharField(blank=True, editable=False, max_length=200)),
                ('commune', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='clairdroit_territories.commune', verbose_name='commune')),
                ('partner', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='places', to='clairdroit_partners_snippets.partner')),
            ],
            options={
                'verbose_name': 'place',
                'verbose_name_plural': 'places',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PrivateContact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('name', models.CharField(blank=True, max_length=150, verbose_name='name')),
                ('role', models.CharField(blank=True, max_length=150, verbose_name='role')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='direct line')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('notes', models.TextField(blank=True, verbose_name='notes')),
                ('partner', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='private_contacts', to='clairdroit_partners_snippets.partner')),
            ],
            options={
                'verbose_name': 'private contact',
                'verbose_name_plural': 'private contacts',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.AddIndex(
            model_name='partner',
            index=models.Index(fields=['name'], name='partners_partner_name'),
        ),
        migrations.AddIndex(
            model_name='partner',
            index=models.Index(condition=models.Q(('serves_france', True)), fields=['serves_france'], name='partners_partner_france'),
        ),
        migrations.AddConstraint(
            model_name='partner',
            constraint=models.UniqueConstraint(condition=models.Q(('source_id', ''), _negated=True), fields=('source', 'source_id'), name='partners_once_per_source', violation_error_message='This source already has a partner with this identifier.'),
        ),
        migrations.AddConstraint(
            model_name='partner',
            constraint=models.CheckConstraint(condition=models.Q(('source', ''), models.Q(('source_id', ''), _negated=True), _connector='OR'), name='partners_source_has_identifier', violation_error_message='A partner of a source needs its identifier there.'),
        ),
        migrations.AddConstraint(
            model_name='partnermember',
            constraint=models.UniqueConstraint(fields=('partner', 'user'), name='partners_member_once'),
        ),
        migrations.AddConstraint(
            model_name='partnermember',
            constraint=models.UniqueConstraint(condition=models.Q(('is_team_box', True)), fields=('partner',), name='partners_one_team_box'),
        ),
        migrations.AddIndex(
            model_name='place',
            index=models.Index(fields=['latitude', 'longitude'], name='partners_place_position'),
        ),
        migrations.AddConstraint(
            model_name='place',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('latitude__isnull', True), ('longitude__isnull', True)), models.Q(('latitude__isnull', False), ('latitude__range', (-90, 90)), ('longitude__isnull', False), ('longitude__range', (-180, 180))), _connector='OR'), name='partners_place_position_complete', violation_error_message='Give both latitude and longitude, or neither.'),
        ),
    ]

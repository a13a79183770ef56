import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='AskedQuery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fingerprint', models.CharField(blank=True, max_length=32, unique=True)),
                ('text', models.CharField(blank=True, max_length=60)),
                ('words', models.CharField(blank=True, max_length=120)),
                ('clicks', models.PositiveIntegerField(default=0)),
                ('handled_on', models.DateField(null=True)),
                ('is_ignored', models.BooleanField(default=False)),
            ],
            options={
                'verbose_name': 'search made by readers',
                'verbose_name_plural': 'searches made by readers',
            },
        ),
        migrations.CreateModel(
            name='MirrorChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=32)),
                ('object_key', models.CharField(max_length=64)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'change to mirror',
                'verbose_name_plural': 'changes to mirror',
            },
        ),
        migrations.CreateModel(
            name='SearchDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=32)),
                ('object_key', models.CharField(max_length=64)),
                ('shelf', models.CharField(choices=[('content', 'Texts'), ('directory', 'Directory')], max_length=10)),
                ('is_live', models.BooleanField(default=True)),
                ('language', models.CharField(default='fr', max_length=12)),
                ('is_translated', models.BooleanField(default=False)),
                ('is_local', models.BooleanField(default=False)),
                ('is_stale', models.BooleanField(default=False)),
                ('updated_on', models.DateField(null=True)),
                ('verified_on', models.DateField(null=True)),
                ('verified_by', models.CharField(blank=True, max_length=200)),
                ('happens_on', models.DateField(null=True)),
                ('latitude', models.FloatField(null=True)),
                ('longitude', models.FloatField(null=True)),
                ('heading_keys', models.CharField(blank=True, max_length=200)),
                ('audience_keys', models.CharField(blank=True, max_length=200)),
                ('area_codes', models.TextField(blank=True)),
                ('cites', models.TextField(blank=True)),
                ('cited_by', models.PositiveIntegerField(default=0)),
                ('terms_audience', models.CharField(blank=True, max_length=200)),
                ('place', models.CharField(blank=True, max_length=300)),
                ('url_path', models.CharField(max_length=500)),
                ('indexed_at', models.DateTimeField(auto_now=True)),
                ('title', models.CharField(max_length=500)),
                ('summary', models.TextField(blank=True)),
                ('terms_title', models.TextField(blank=True)),
                ('terms_summary', models.TextField(blank=True)),
                ('terms_chapters', models.TextField(blank=True)),
                ('terms_body', models.TextField(blank=True)),
                ('body', models.TextField(blank=True)),
                ('untranslated', models.JSONField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'search document',
                'verbose_name_plural': 'search documents',
                'constraints': [models.UniqueConstraint(fields=('kind', 'object_key', 'is_live'), name='search_document_once_per_object')],
            },
        ),
        migrations.CreateModel(
            name='SearchTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('shelf', models.CharField(choices=[('content', 'Texts'), ('directory', 'Directory')], max_length=10)),
                ('term', models.CharField(max_length=60)),
                ('documents', models.PositiveIntegerField()),
                ('word', models.CharField(max_length=60)),
                ('length', models.PositiveSmallIntegerField()),
            ],
            options={
                'verbose_name': 'search term',
                'verbose_name_plural': 'search terms',
                'indexes': [models.Index(fields=['shelf', 'length'], name='search_term_by_length')],
                'constraints': [models.UniqueConstraint(fields=('shelf', 'term'), name='search_term_once_per_shelf')],
            },
        ),
        migrations.CreateModel(
            name='SuggestedTitle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=32)),
                ('object_key', models.CharField(max_length=64)),
                ('language', models.CharField(max_length=12)),
                ('is_translated', models.BooleanField()),
                ('rank', models.PositiveSmallIntegerField()),
                ('happens_on', models.DateField(null=True)),
                ('latitude', models.FloatField(null=True)),
                ('longitude', models.FloatField(null=True)),
                ('words', models.CharField(max_length=300)),
                ('title', models.CharField(max_length=500)),
                ('title_language', models.CharField(max_length=12, null=True)),
                ('place', models.CharField(blank=True, max_length=300)),
                ('url_path', models.CharField(max_length=500)),
                ('heading_keys', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'verbose_name': 'suggested title',
                'verbose_name_plural': 'suggested titles',
                'indexes': [models.Index(fields=['rank', 'words'], name='search_title_by_rank'), models.Index(fields=['latitude', 'longitude'], name='search_title_by_coordinates')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'object_key'), name='search_title_once_per_object')],
            },
        ),
        migrations.CreateModel(
            name='QueryDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('nothing', models.PositiveIntegerField(default=0)),
                ('shown', models.PositiveIntegerField(default=0)),
                ('clicked', models.PositiveIntegerField(default=0)),
                ('query', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='days', to='clairdroit_search.askedquery')),
            ],
            options={
                'verbose_name': 'searches of a day',
                'verbose_name_plural': 'searches of days',
                'indexes': [models.Index(fields=['day'], name='search_query_by_day')],
                'constraints': [models.UniqueConstraint(fields=('query', 'day'), name='search_query_once_a_day')],
            },
        ),
    ]

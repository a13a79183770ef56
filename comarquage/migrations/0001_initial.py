import django.db.models.deletion
import modelcluster.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='FeedImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('started_at', models.DateTimeField(verbose_name='started at')),
                ('finished_at', models.DateTimeField(verbose_name='finished at')),
                ('source', models.CharField(max_length=500, verbose_name='source')),
                ('status', models.CharField(choices=[('done', 'Done'), ('unchanged', 'Nothing new'), ('failed', 'Failed, nothing changed')], max_length=10, verbose_name='result')),
                ('schema_versions', models.CharField(blank=True, max_length=60, verbose_name='schema versions')),
                ('feed_date', models.DateField(blank=True, null=True, verbose_name='date of the feed')),
                ('read', models.PositiveIntegerField(default=0, verbose_name='read')),
                ('created', models.PositiveIntegerField(default=0, verbose_name='new')),
                ('changed', models.PositiveIntegerField(default=0, verbose_name='changed')),
                ('unchanged', models.PositiveIntegerField(default=0, verbose_name='unchanged')),
                ('withdrawn', models.PositiveIntegerField(default=0, verbose_name='withdrawn')),
                ('rejected', models.JSONField(blank=True, default=list, verbose_name='rejected files')),
                ('unknown_elements', models.JSONField(blank=True, default=dict, verbose_name='unknown elements')),
                ('message', models.TextField(blank=True, verbose_name='message')),
            ],
            options={
                'verbose_name': 'import of official sheets',
                'verbose_name_plural': 'imports of official sheets',
                'ordering': ['-started_at'],
            },
        ),
        migrations.CreateModel(
            name='ConditionLabel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sheet_id', models.CharField(max_length=20)),
                ('variable', models.CharField(max_length=20)),
                ('label', models.CharField(max_length=500)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('sheet_id', 'variable'), name='comarquage_one_label_per_variable')],
            },
        ),
        migrations.CreateModel(
            name='Dossier',
            fields=[
                ('dossier_id', models.CharField(max_length=20, primary_key=True, serialize=False, verbose_name='identifier')),
                ('title', models.CharField(max_length=255, verbose_name='title')),
                ('level', models.CharField(choices=[('theme', 'Theme'), ('subtheme', 'Sub-theme'), ('dossier', 'File of sheets'), ('guide', 'Step-by-step guide')], default='dossier', max_length=10, verbose_name='level')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='position in the feed')),
                ('is_current', models.BooleanField(default=True, verbose_name='in the feed today')),
                ('heading', models.CharField(blank=True, choices=[('famille', 'My family'), ('logement', 'My home'), ('emploi', 'My work'), ('sante', 'My health'), ('juridique', 'My rights, justice'), ('seniors', 'Growing older well'), ('handicap', 'Living with a disability'), ('precarite', 'Food, bills, getting by')], db_index=True, help_text='Its sheets are listed under this heading. Empty: under none, found by search only.', max_length=12, verbose_name='heading')),
                ('comes_first', models.BooleanField(default=False, help_text='Shown at once under its headings. The other dossiers wait in a list that the reader opens.', verbose_name='among the first')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='children', to='clairdroit_comarquage.dossier', verbose_name='part of')),
            ],
            options={
                'verbose_name': 'official dossier',
                'verbose_name_plural': 'official dossiers',
                'ordering': ['position', 'title'],
            },
        ),
        migrations.CreateModel(
            name='OfficialSheet',
            fields=[
                ('sheet_id', models.CharField(max_length=20, primary_key=True, serialize=False, verbose_name='identifier')),
                ('kind', models.CharField(choices=[('information', 'Information sheet'), ('question', 'Question and answer'), ('how_to', 'Step by step'), ('guided_search', 'Guided search'), ('links', 'List of links'), ('dossier', 'File of sheets'), ('theme', 'Theme'), ('online_service', 'Online service'), ('form', 'Form'), ('letter', 'Model letter'), ('simulator', 'Simulator'), ('directory', 'Search tool'), ('resource', 'Resource')], db_index=True, max_length=20, verbose_name='kind')),
                ('feed_type', models.CharField(max_length=80, verbose_name='type in the feed')),
                ('title', models.CharField(max_length=500, verbose_name='title')),
                ('description', models.TextField(blank=True, verbose_name='description')),
                ('audience', models.CharField(blank=True, max_length=60, verbose_name='audience')),
                ('group_title', models.CharField(blank=True, max_length=255, verbose_name='group in the dossier')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='position in the dossier')),
                ('published_on', models.DateField(blank=True, null=True, verbose_name='date of the sheet')),
                ('source_url', models.URLField(blank=True, max_length=500, verbose_name='address at service-public')),
                ('cited_by', models.PositiveIntegerField(default=0, verbose_name='sheets that refer to it')),
                ('cited_as', models.TextField(blank=True, help_text='One wording a line.', verbose_name='what they call it')),
                ('packed_xml', models.BinaryField(help_text="The publication's file, compressed with zlib.", verbose_name='source')),
                ('checksum', models.CharField(max_length=64, verbose_name='checksum')),
                ('imported_at', models.DateTimeField(verbose_name='imported at')),
                ('changed_at', models.DateTimeField(verbose_name='changed by an import at')),
                ('withdrawn_at', models.DateTimeField(blank=True, db_index=True, null=True, verbose_name='withdrawn at')),
                ('dossier', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='sheets', to='clairdroit_comarquage.dossier', verbose_name='dossier')),
            ],
            options={
                'verbose_name': 'official sheet',
                'verbose_name_plural': 'official sheets',
                'ordering': ['title'],
            },
        ),
        migrations.CreateModel(
            name='MovedSheet',
            fields=[
                ('old_id', models.CharField(max_length=20, primary_key=True, serialize=False, verbose_name='former identifier')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='former_ids', to='clairdroit_comarquage.officialsheet', verbose_name='official sheet')),
            ],
            options={
                'verbose_name': 'moved sheet',
                'verbose_name_plural': 'moved sheets',
            },
        ),
        migrations.CreateModel(
            name='OtherHeading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(choices=[('famille', 'My family'), ('logement', 'My home'), ('emploi', 'My work'), ('sante', 'My health'), ('juridique', 'My rights, justice'), ('seniors', 'Growing older well'), ('handicap', 'Living with a disability'), ('precarite', 'Food, bills, getting by')], max_length=12, verbose_name='heading')),
                ('dossier', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='other_headings', to='clairdroit_comarquage.dossier')),
            ],
            options={
                'verbose_name': 'other heading',
                'verbose_name_plural': 'other headings',
            },
        ),
        migrations.AddIndex(
            model_name='officialsheet',
            index=models.Index(fields=['dossier', 'position'], name='comarquage_dossier_order'),
        ),
        migrations.AddConstraint(
            model_name='otherheading',
            constraint=models.UniqueConstraint(fields=('dossier', 'key'), name='comarquage_other_heading_once', violation_error_message='This heading is listed twice.'),
        ),
    ]

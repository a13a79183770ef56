import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Departement',
            fields=[
                ('code', models.CharField(max_length=3, primary_key=True, serialize=False, verbose_name='code')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('region_code', models.CharField(db_index=True, max_length=3, verbose_name='region code')),
                ('region_name', models.CharField(max_length=80, verbose_name='region')),
            ],
            options={
                'verbose_name': 'département',
                'verbose_name_plural': 'départements',
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='Epci',
            fields=[
                ('code', models.CharField(max_length=9, primary_key=True, serialize=False, verbose_name='code')),
                ('name', models.CharField(max_length=150, verbose_name='name')),
                ('search_name', models.CharField(blank=True, db_index=True, editable=False, max_length=150)),
                ('kind', models.CharField(choices=[('CC', 'community of communes'), ('CA', 'urban community (agglomeration)'), ('CU', 'urban community'), ('METRO', 'metropolis'), ('MET69', 'metropolis of Lyon'), ('EPT', 'territory of Grand Paris')], max_length=5, verbose_name='kind')),
            ],
            options={
                'verbose_name': 'group of communes (EPCI)',
                'verbose_name_plural': 'groups of communes (EPCI)',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Commune',
            fields=[
                ('insee', models.CharField(max_length=5, primary_key=True, serialize=False, verbose_name='INSEE code')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('slug', models.SlugField(max_length=80, verbose_name='short name')),
                ('search_name', models.CharField(db_index=True, editable=False, max_length=80)),
                ('sound', models.CharField(db_index=True, editable=False, max_length=20)),
                ('main_postal_code', models.CharField(blank=True, max_length=5, verbose_name='postal code')),
                ('population', models.PositiveIntegerField(default=0, verbose_name='population')),
                ('latitude', models.FloatField(blank=True, null=True, verbose_name='latitude')),
                ('longitude', models.FloatField(blank=True, null=True, verbose_name='longitude')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='arrondissements', to='clairdroit_territories.commune', verbose_name='town of this arrondissement')),
                ('departement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='communes', to='clairdroit_territories.departement', verbose_name='département')),
                ('epci', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='communes', to='clairdroit_territories.epci', verbose_name='group of communes (EPCI)')),
                ('ept', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='ept_communes', to='clairdroit_territories.epci', verbose_name='territory of Grand Paris (EPT)')),
            ],
            options={
                'verbose_name': 'commune',
                'verbose_name_plural': 'communes',
                'ordering': ['search_name'],
            },
        ),
        migrations.CreateModel(
            name='LaterWords',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(db_index=True, max_length=80)),
                ('commune', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='later_words', to='clairdroit_territories.commune')),
            ],
            options={
                'verbose_name': 'later words of a name',
                'verbose_name_plural': 'later words of names',
            },
        ),
        migrations.CreateModel(
            name='PostalCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(db_index=True, max_length=5, verbose_name='postal code')),
                ('commune', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='postal_codes', to='clairdroit_territories.commune', verbose_name='commune')),
            ],
            options={
                'verbose_name': 'postal code',
                'verbose_name_plural': 'postal codes',
                'ordering': ['code'],
            },
        ),
        migrations.AddIndex(
            model_name='commune',
            index=models.Index(fields=['search_name', 'population', 'insee'], name='territories_commune_name'),
        ),
        migrations.AddConstraint(
            model_name='laterwords',
            constraint=models.UniqueConstraint(fields=('words', 'commune'), name='territories_later_words_once'),
        ),
        migrations.AddConstraint(
            model_name='postalcode',
            constraint=models.UniqueConstraint(fields=('code', 'commune'), name='territories_postal_code_once'),
        ),
    ]

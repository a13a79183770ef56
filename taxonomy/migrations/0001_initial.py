from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='HeadingTag',
            fields=[
                ('key', models.CharField(choices=[('famille', 'My family'), ('logement', 'My home'), ('emploi', 'My work'), ('sante', 'My health'), ('juridique', 'My rights, justice'), ('seniors', 'Growing older well'), ('handicap', 'Living with a disability'), ('precarite', 'Food, bills, getting by')], max_length=20, primary_key=True, serialize=False, verbose_name='key')),
            ],
            options={
                'verbose_name': 'heading',
                'verbose_name_plural': 'headings',
                'ordering': ['key'],
            },
        ),
    ]

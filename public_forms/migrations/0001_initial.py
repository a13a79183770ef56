from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='MailAllowance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('digest', models.CharField(editable=False, max_length=64)),
                ('count', models.PositiveIntegerField(default=0)),
            ],
            options={
                'verbose_name': 'mails to one address on one day',
                'verbose_name_plural': 'mails to one address on one day',
                'constraints': [models.UniqueConstraint(fields=('day', 'digest'), name='allowance_once_a_day')],
            },
        ),
    ]

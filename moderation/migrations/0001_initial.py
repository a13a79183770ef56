import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='InCharge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20, verbose_name='kind')),
                ('number', models.CharField(max_length=40, verbose_name='number')),
                ('since', models.DateTimeField(default=django.utils.timezone.now, verbose_name='since')),
                ('given_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='given by')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='colleague in charge')),
            ],
            options={
                'verbose_name': 'thing in somebody’s charge',
                'verbose_name_plural': 'things in somebody’s charge',
                'ordering': ['-since', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('kind', 'number'), name='in_charge_one_colleague', violation_error_message='One colleague at a time is in charge of a thing.')],
            },
        ),
    ]

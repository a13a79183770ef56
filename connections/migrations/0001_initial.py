import clairdroit.connections.defaults
import clairdroit.encryption
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('clairdroit_partners_snippets', '0001_initial'),
        ('clairdroit_questions', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PartnerToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='Which software uses the key, and who looks after it.', max_length=100, verbose_name='name')),
                ('shown', models.CharField(editable=False, max_length=10, verbose_name='begins with')),
                ('digest', models.CharField(editable=False, max_length=64, unique=True)),
                ('asked_with', models.CharField(editable=False, max_length=32, null=True, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='made on')),
                ('revoked_at', models.DateTimeField(editable=False, null=True, verbose_name='revoked on')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='made by')),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='api_tokens', to='clairdroit_partners_snippets.partner', verbose_name='partner')),
                ('revoked_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='revoked by')),
            ],
            options={
                'verbose_name': 'partner’s key',
                'verbose_name_plural': 'partners’ keys',
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Webhook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='For you: which software is told.', max_length=100, verbose_name='name')),
                ('url', models.CharField(help_text='The messages are posted there: https://example.fr/path', max_length=500, verbose_name='web address')),
                ('secret', clairdroit.encryption.EncryptedTextField(default=clairdroit.connections.defaults.new_secret, editable=False, verbose_name='secret')),
                ('events', models.JSONField(default=list, verbose_name='what it is told of')),
                ('is_active', models.BooleanField(default=True, verbose_name='switched on')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='made on')),
                ('failing_since', models.DateTimeField(editable=False, null=True, verbose_name='failing since')),
                ('switched_off_at', models.DateTimeField(editable=False, null=True, verbose_name='switched off on')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='made by')),
                ('partner', models.ForeignKey(blank=True, help_text='With a partner chosen, only the questions that this partner was asked. Empty: all questions.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='clairdroit_partners_snippets.partner', verbose_name='partner')),
            ],
            options={
                'verbose_name': 'webhook',
                'verbose_name_plural': 'webhooks',
                'ordering': ['name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='WebhookDelivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event', models.CharField(choices=[('question.received', 'A question was received'), ('question.assigned', 'A partner was asked'), ('question.answered', 'A question was answered'), ('question.closed', 'A question was closed without an answer'), ('question.reopened', 'A question was taken up again'), ('question.mail_failed', 'An e-mail about a question did not arrive, or perhaps not'), ('webhook.test', 'Test')], max_length=30, verbose_name='what happened')),
                ('message_id', models.CharField(default=clairdroit.connections.defaults.new_message_id, editable=False, max_length=40, unique=True)),
                ('body', models.TextField(verbose_name='message')),
                ('status', models.CharField(choices=[('waiting', 'Waiting'), ('delivered', 'Delivered'), ('given_up', 'Given up')], default='waiting', max_length=10, verbose_name='state')),
                ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='tries')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='created on')),
                ('next_try_at', models.DateTimeField(default=django.utils.timezone.now, null=True, verbose_name='next try on')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='ended on')),
                ('question', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='clairdroit_questions.question', verbose_name='question')),
                ('webhook', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='clairdroit_connections.webhook', verbose_name='webhook')),
            ],
            options={
                'verbose_name': 'webhook message',
                'verbose_name_plural': 'webhook messages',
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='WebhookAttempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('started_at', models.DateTimeField(verbose_name='started on')),
                ('milliseconds', models.PositiveIntegerField(verbose_name='milliseconds')),
                ('status_code', models.PositiveSmallIntegerField(null=True, verbose_name='server’s code')),
                ('detail', models.TextField(blank=True, verbose_name='what the server said')),
                ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attempts', to='clairdroit_connections.webhookdelivery', verbose_name='webhook message')),
            ],
            options={
                'verbose_name': 'webhook attempt',
                'verbose_name_plural': 'webhook attempts',
                'ordering': ['started_at', 'pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='webhook',
            constraint=models.CheckConstraint(condition=models.Q(('is_active', False), ('switched_off_at__isnull', True), _connector='OR'), name='webhook_on_or_switched_off', violation_error_message='A webhook is on, or was switched off.'),
        ),
        migrations.AddIndex(
            model_name='webhookdelivery',
            index=models.Index(fields=['status', 'next_try_at'], name='webhook_delivery_due'),
        ),
        migrations.AddConstraint(
            model_name='webhookdelivery',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['waiting', 'delivered', 'given_up'])), name='webhook_delivery_status_known'),
        ),
        migrations.AddConstraint(
            model_name='webhookdelivery',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('next_try_at__isnull', False), ('status', 'waiting')), models.Q(models.Q(('status', 'waiting'), _negated=True), ('ended_at__isnull', False), ('next_try_at__isnull', True)), _connector='OR'), name='webhook_waiting_has_next_try', violation_error_message='A waiting message has a next try, an ended one a date.'),
        ),
    ]

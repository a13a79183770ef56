import clairdroit.encryption
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
            name='OutboxMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_email', clairdroit.encryption.EncryptedTextField(verbose_name='from')),
                ('to', clairdroit.encryption.EncryptedJSONField(blank=True, default=list, verbose_name='to')),
                ('cc', clairdroit.encryption.EncryptedJSONField(blank=True, default=list, verbose_name='copy to')),
                ('bcc', clairdroit.encryption.EncryptedJSONField(blank=True, default=list, verbose_name='blind copy to')),
                ('subject', clairdroit.encryption.EncryptedTextField(blank=True, verbose_name='subject')),
                ('message', clairdroit.encryption.EncryptedTextField(blank=True, verbose_name='text')),
                ('html_message', clairdroit.encryption.EncryptedTextField(blank=True, verbose_name='text in HTML')),
                ('subtype', models.CharField(default='plain', editable=False, max_length=40)),
                ('mixed_subtype', models.CharField(default='mixed', editable=False, max_length=40)),
                ('headers', clairdroit.encryption.EncryptedJSONField(blank=True, default=dict, verbose_name='headers')),
                ('message_id', models.CharField(db_index=True, editable=False, max_length=255, verbose_name='Message-ID')),
                ('kind', models.CharField(blank=True, default='', editable=False, max_length=40, verbose_name='kind')),
                ('is_shown', models.BooleanField(default=False, editable=False)),
                ('status', models.CharField(choices=[('waiting', 'Waiting'), ('sent', 'Handed over to the mail server'), ('failed', 'Not delivered')], default='waiting', max_length=10, verbose_name='state')),
                ('priority', models.PositiveSmallIntegerField(choices=[(0, 'low'), (1, 'medium'), (2, 'high')], default=1, verbose_name='priority')),
                ('not_before', models.DateTimeField(blank=True, null=True, verbose_name='not before')),
                ('expires_at', models.DateTimeField(blank=True, null=True, verbose_name='of use until')),
                ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='tries')),
                ('created_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='written on')),
                ('changed_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='changed on')),
            ],
            options={
                'verbose_name': 'e-mail sent',
                'verbose_name_plural': 'e-mails sent',
                'ordering': ['-created_at', '-pk'],
                'indexes': [models.Index(condition=models.Q(('status', 'waiting')), fields=['-priority', 'created_at'], name='outbox_waiting')],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['waiting', 'sent', 'failed'])), name='outbox_status_is_known'), models.CheckConstraint(condition=models.Q(('priority__in', [0, 1, 2])), name='outbox_priority_is_known')],
            },
        ),
        migrations.CreateModel(
            name='MailPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[('alternative', 'alternative'), ('attachment', 'attachment'), ('mime', 'MIME part'), ('message', 'message')], max_length=20)),
                ('name', clairdroit.encryption.EncryptedTextField(blank=True, verbose_name='name of the file')),
                ('content_type', models.CharField(blank=True, max_length=255)),
                ('mail', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='clairdroit_mail.outboxmail', verbose_name='e-mail')),
            ],
            options={
                'verbose_name': 'part of an e-mail sent',
                'verbose_name_plural': 'parts of e-mails sent',
                'ordering': ['mail', 'number'],
            },
        ),
        migrations.CreateModel(
            name='DeliveryAttempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='started on')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='finished on')),
                ('outcome', models.CharField(choices=[('started', 'Under way'), ('delivered', 'Handed over to the mail server'), ('temporary', 'Refused for now: will be tried again'), ('permanent', 'Refused for good'), ('uncertain', 'Interrupted: may or may not have arrived')], default='started', max_length=20, verbose_name='outcome')),
                ('smtp_code', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='server’s code')),
                ('detail', clairdroit.encryption.EncryptedTextField(blank=True, verbose_name='what the server said')),
                ('email', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attempts', to='clairdroit_mail.outboxmail', verbose_name='e-mail')),
            ],
            options={
                'verbose_name': 'delivery attempt',
                'verbose_name_plural': 'delivery attempts',
                'ordering': ['started_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='UnreachableAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(editable=False, max_length=64, unique=True)),
                ('address', clairdroit.encryption.EncryptedTextField(verbose_name='e-mail address')),
                ('hard', models.BooleanField(default=False, help_text='Refused for good: the mailbox or its domain is unknown.', verbose_name='does not exist')),
                ('soft_bounces', models.PositiveSmallIntegerField(default=0, verbose_name='days with a temporary failure in a row')),
                ('detail', clairdroit.encryption.EncryptedTextField(blank=True, verbose_name='what the server said')),
                ('first_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='since')),
                ('last_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='last time')),
            ],
            options={
                'verbose_name': 'address that does not work',
                'verbose_name_plural': 'addresses that do not work',
                'ordering': ['-last_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('hard', True), ('soft_bounces__gt', 0), _connector='OR'), name='unreachable_has_bounced', violation_error_message='An address stands here because a mail came back from it.')],
            },
        ),
        migrations.CreateModel(
            name='DigestChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rhythm', models.CharField(choices=[('daily', 'Every working day, when something waits'), ('weekly', 'Once a week, when something waits'), ('never', 'Never')], default='daily', max_length=10, verbose_name='e-mail that lists what waits')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='editor')),
            ],
            options={
                'verbose_name': 'choice of digests',
                'verbose_name_plural': 'choices of digests',
                'constraints': [models.CheckConstraint(condition=models.Q(('rhythm__in', ['daily', 'weekly', 'never'])), name='digest_rhythm_is_known')],
            },
        ),
        migrations.CreateModel(
            name='MailPiece',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('data', clairdroit.encryption.EncryptedTextField()),
                ('part', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pieces', to='clairdroit_mail.mailpart', verbose_name='part')),
            ],
            options={
                'verbose_name': 'piece of a part',
                'verbose_name_plural': 'pieces of parts',
                'ordering': ['part', 'number'],
                'constraints': [models.UniqueConstraint(fields=('part', 'number'), name='mail_piece_stands_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='mailpart',
            constraint=models.UniqueConstraint(fields=('mail', 'number'), name='mail_part_stands_once'),
        ),
        migrations.AddConstraint(
            model_name='mailpart',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['alternative', 'attachment', 'mime', 'message'])), name='mail_part_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='deliveryattempt',
            constraint=models.UniqueConstraint(condition=models.Q(('outcome', 'started')), fields=('email',), name='attempt_one_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='deliveryattempt',
            constraint=models.UniqueConstraint(condition=models.Q(('outcome', 'delivered')), fields=('email',), name='attempt_delivered_once'),
        ),
        migrations.AddConstraint(
            model_name='deliveryattempt',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['started', 'delivered', 'temporary', 'permanent', 'uncertain'])), name='attempt_outcome_is_known'),
        ),
        migrations.AddConstraint(
            model_name='deliveryattempt',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('finished_at__isnull', True), ('outcome', 'started')), models.Q(models.Q(('outcome', 'started'), _negated=True), ('finished_at__isnull', False)), _connector='OR'), name='attempt_finished_has_date', violation_error_message='A finished attempt has a date, one under way has none.'),
        ),
    ]

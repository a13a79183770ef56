import clairdroit.encryption
import clairdroit.questions.defaults
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import modelcluster.fields
import uuid
import wagtail.models.preview
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('clairdroit_mail', '0001_initial'),
        ('clairdroit_partners_snippets', '0001_initial'),
        ('clairdroit_taxonomy', '0001_initial'),
        ('clairdroit_territories', '0001_initial'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('notified', 'Notified'), ('seen', 'Seen'), ('drafting', 'Being written'), ('proposed', 'Answer proposed'), ('declined', 'Declined'), ('silent', 'No reply'), ('released', 'No longer asked'), ('handed_over', 'Handed over to another partner')], default='notified', max_length=20, verbose_name='status')),
                ('reasons', models.JSONField(blank=True, default=list, help_text='Sentences, in the order of their weight.', verbose_name='why this partner')),
                ('notified_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='asked on')),
                ('seen_at', models.DateTimeField(blank=True, null=True, verbose_name='read on')),
                ('reminded_at', models.DateTimeField(blank=True, null=True, verbose_name='reminded on')),
                ('proposed_at', models.DateTimeField(blank=True, null=True, verbose_name='answered on')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='declined or released on')),
                ('decline_reason', clairdroit.encryption.EncryptedTextField(blank=True, verbose_name='reason for declining')),
                ('handed_over_word', clairdroit.encryption.EncryptedTextField(blank=True, verbose_name='word from the partner who handed it over')),
                ('asked_of_citizen', clairdroit.encryption.EncryptedTextField(blank=True, verbose_name='what the partner asked the citizen')),
                ('waiting_for_citizen_since', models.DateTimeField(blank=True, null=True, verbose_name='waiting for the citizen since')),
                ('left_step', models.PositiveBigIntegerField(editable=False, null=True)),
                ('left_parts', models.PositiveIntegerField(editable=False, null=True)),
                ('left_sent_at', models.DateTimeField(editable=False, null=True)),
                ('left_helped', models.BooleanField(editable=False, null=True)),
                ('left_heading', models.CharField(editable=False, max_length=20, null=True)),
                ('left_has_address', models.BooleanField(editable=False, null=True)),
                ('better_partner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='clairdroit_partners_snippets.partner', verbose_name='partner named instead')),
                ('handed_over_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='clairdroit_partners_snippets.partner', verbose_name='handed over by')),
                ('left_commune', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='clairdroit_territories.commune')),
                ('left_draft', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision')),
                ('left_sent', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision')),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='clairdroit_partners_snippets.partner', verbose_name='partner')),
            ],
            options={
                'verbose_name': 'assignment',
                'verbose_name_plural': 'assignments',
                'ordering': ['notified_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='FoundHelp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField(help_text='Its first day.', verbose_name='month')),
                ('heading', models.CharField(blank=True, choices=[('famille', 'My family'), ('logement', 'My home'), ('emploi', 'My work'), ('sante', 'My health'), ('juridique', 'My rights, justice'), ('seniors', 'Growing older well'), ('handicap', 'Living with a disability'), ('precarite', 'Food, bills, getting by')], max_length=20, verbose_name='heading')),
                ('help_key', models.CharField(max_length=100, verbose_name='page')),
                ('title', models.CharField(max_length=500, verbose_name='title')),
                ('url_path', models.CharField(max_length=500, verbose_name='address')),
                ('times', models.PositiveIntegerField(default=0, verbose_name='times')),
            ],
            options={
                'verbose_name': 'answer found without asking',
                'verbose_name_plural': 'answers found without asking',
                'ordering': ['-month', '-times', 'title'],
                'constraints': [models.UniqueConstraint(fields=('month', 'heading', 'help_key'), name='found_help_once_a_month')],
            },
        ),
        migrations.CreateModel(
            name='IncomingMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('handled_at', models.DateTimeField(blank=True, null=True, verbose_name='handled on')),
                ('status', models.CharField(choices=[('accepted', 'Joined to its file'), ('held', 'Waits for a decision'), ('handled', 'Handled'), ('noted', 'Noted: it asks nothing')], db_index=True, default='held', max_length=10, verbose_name='state')),
                ('kind', models.CharField(choices=[('unread', 'Not looked at yet'), ('reply', 'Reply'), ('thanks', 'Thanks'), ('reaction', 'Reaction'), ('bounce', 'E-mail that came back'), ('auto-reply', 'Automatic reply'), ('challenge', 'Request to confirm the sender'), ('loop', 'E-mail of our own, or sent in a circle'), ('spam-report', 'Complaint about spam'), ('receipt', 'Read receipt'), ('sender', 'Unexpected sender'), ('no-file', 'No question found'), ('expired', 'The question waits no more'), ('empty', 'No words of its own'), ('large', 'Too large'), ('broken', 'Cannot be read')], default='unread', max_length=20, verbose_name='kind')),
                ('reason', clairdroit.encryption.EncryptedTextField(blank=True, verbose_name='why it waits')),
                ('fingerprint', models.CharField(editable=False, help_text='The same for two copies of one message.', max_length=64, unique=True)),
                ('received_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='received on')),
                ('size', models.PositiveBigIntegerField(default=0, verbose_name='size in bytes')),
                ('message_id', clairdroit.encryption.EncryptedTextField(blank=True, default='', editable=False)),
                ('sender', clairdroit.encryption.EncryptedTextField(blank=True, verbose_name='from')),
                ('sender_name', clairdroit.encryption.EncryptedTextField(blank=True, verbose_name='sender’s name')),
                ('subject', clairdroit.encryption.EncryptedTextField(blank=True, verbose_name='subject')),
                ('reply', clairdroit.encryption.EncryptedTextField(blank=True, verbose_name='the person’s own words')),
                ('quoted', clairdroit.encryption.EncryptedTextField(blank=True, verbose_name='quoted text')),
                ('signature', clairdroit.encryption.EncryptedTextField(blank=True, verbose_name='signature')),
                ('received_text', clairdroit.encryption.EncryptedTextField(blank=True, editable=False, verbose_name='text as received')),
                ('attachment_list', clairdroit.encryption.EncryptedTextField(blank=True, editable=False, verbose_name='attachments')),
                ('bounced_address', clairdroit.encryption.EncryptedTextField(blank=True, verbose_name='address that does not work')),
                ('hard_bounce', models.BooleanField(blank=True, editable=False, null=True)),
                ('assignment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='incoming_mails', to='clairdroit_questions.assignment', verbose_name='assignment')),
                ('handled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='handled by')),
            ],
            options={
                'verbose_name': 'received e-mail',
                'verbose_name_plural': 'received e-mails',
                'ordering': ['-received_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='PartnerAvailability',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('capacity', models.PositiveSmallIntegerField(blank=True, help_text='With so many waiting for its answer, the partner is sent no other. Empty: as many as there are.', null=True, validators=[django.core.validators.MaxValueValidator(500)], verbose_name='questions at once')),
                ('refused_words', models.JSONField(blank=True, default=list, help_text='One per line. A question that holds one of them is not sent to this partner.', verbose_name='words of questions it does not take')),
                ('wants_reminders', models.BooleanField(default=True, help_text='One e-mail at most per working day, when questions wait.', verbose_name='receives reminders')),
                ('latest_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='latest revision')),
                ('partner', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='availability', to='clairdroit_partners_snippets.partner', verbose_name='partner')),
                ('refused_headings', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='+', to='clairdroit_taxonomy.headingtag', verbose_name='headings it takes no questions about')),
            ],
            options={
                'verbose_name': 'availability of a partner',
                'verbose_name_plural': 'availability of partners',
                'ordering': ['partner__name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='PartnerAbsence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(verbose_name='first day away')),
                ('ends_on', models.DateField(verbose_name='last day away')),
                ('availability', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='absences', to='clairdroit_questions.partneravailability', verbose_name='availability')),
            ],
            options={
                'verbose_name': 'absence',
                'verbose_name_plural': 'absences',
                'ordering': ['starts_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='PassedFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number of the attachment')),
                ('name', clairdroit.encryption.EncryptedTextField(verbose_name='name')),
                ('content_type', models.CharField(max_length=40, verbose_name='type')),
                ('passed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='passed on')),
                ('assignment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='passed_files', to='clairdroit_questions.assignment')),
                ('mail', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='passed_files', to='clairdroit_questions.incomingmail')),
                ('passed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
            ],
            options={
                'verbose_name': 'attachment passed on',
                'verbose_name_plural': 'attachments passed on',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='PassedPiece',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('data', clairdroit.encryption.EncryptedTextField()),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pieces', to='clairdroit_questions.passedfile')),
            ],
            options={
                'verbose_name': 'piece of an attachment passed on',
                'verbose_name_plural': 'pieces of attachments passed on',
                'ordering': ['file', 'number'],
            },
        ),
        migrations.CreateModel(
            name='ProposedAnswer',
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
                ('text', clairdroit.encryption.EncryptedTextField(blank=True, verbose_name='answer')),
                ('note', clairdroit.encryption.EncryptedTextField(blank=True, help_text='Not sent to the person who asked.', verbose_name='note to the editor')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created on')),
                ('sent_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='sent on')),
                ('assignment', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='answer', to='clairdroit_questions.assignment', verbose_name='assignment')),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='author')),
                ('copied_from', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='clairdroit_questions.proposedanswer')),
                ('latest_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='latest revision')),
                ('live_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='live revision')),
                ('locked_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='locked_%(class)ss', to=settings.AUTH_USER_MODEL, verbose_name='locked by')),
                ('merged_into', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='sources', to='clairdroit_questions.proposedanswer', verbose_name='joined into')),
                ('sent_mail', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='clairdroit_mail.outboxmail')),
                ('sent_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision')),
            ],
            options={
                'verbose_name': 'proposed answer',
                'verbose_name_plural': 'proposed answers',
                'ordering': ['-created_at', '-pk'],
                'base_manager_name': 'objects',
            },
            bases=(wagtail.models.preview.PreviewableMixin, models.Model),
        ),
        migrations.CreateModel(
            name='AnswerComment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', clairdroit.encryption.EncryptedTextField(verbose_name='comment')),
                ('task_state', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.taskstate')),
                ('answer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='clairdroit_questions.proposedanswer')),
            ],
            options={
                'verbose_name': 'comment on an answer',
                'verbose_name_plural': 'comments on answers',
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='reference')),
                ('heading', models.CharField(blank=True, choices=[('famille', 'My family'), ('logement', 'My home'), ('emploi', 'My work'), ('sante', 'My health'), ('juridique', 'My rights, justice'), ('seniors', 'Growing older well'), ('handicap', 'Living with a disability'), ('precarite', 'Food, bills, getting by')], help_text='Empty when the citizen did not know.', max_length=20, verbose_name='heading')),
                ('text', clairdroit.encryption.EncryptedTextField(verbose_name='question')),
                ('email', clairdroit.encryption.EncryptedEmailField(blank=True, help_text='Empty for somebody who came or telephoned and has none.', max_length=254, verbose_name='e-mail')),
                ('phone', clairdroit.encryption.EncryptedCharField(blank=True, help_text='To call back somebody who has no e-mail address.', max_length=30, verbose_name='telephone')),
                ('language', models.CharField(default='fr', max_length=10, verbose_name='language')),
                ('consent_at', models.DateTimeField(verbose_name='consent given on')),
                ('origin', models.CharField(choices=[('form', 'Web form'), ('mail', 'E-mail'), ('phone', 'Telephone'), ('desk', 'Front desk')], default='form', max_length=10, verbose_name='origin')),
                ('status', models.CharField(choices=[('received', 'Received'), ('assigned', 'With partners'), ('answered', 'Answered'), ('closed', 'Closed'), ('out_of_scope', 'Out of scope'), ('spam', 'Spam')], db_index=True, default='received', max_length=20, verbose_name='status')),
                ('suspicion', models.CharField(blank=True, help_text='A suspicious question waits for an editor before any partner is asked.', max_length=200, verbose_name='why it looked suspicious')),
                ('submission_key', models.CharField(editable=False, help_text='The same for two copies of one submission: the second is recognised, not stored.', max_length=64, unique=True)),
                ('received_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='received on')),
                ('due_at', models.DateTimeField(blank=True, db_index=True, help_text='The end of a working day.', null=True, verbose_name='answer expected before')),
                ('told_late_at', models.DateTimeField(blank=True, null=True, verbose_name='told that it takes longer on')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered on')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended on')),
                ('helped', models.BooleanField(blank=True, null=True, verbose_name='the answer helped')),
                ('helped_words', clairdroit.encryption.EncryptedTextField(blank=True, verbose_name='what the citizen said of it')),
                ('taken_up_again_at', models.DateTimeField(blank=True, null=True, verbose_name='taken up again on')),
                ('follow_version', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('erased_at', models.DateTimeField(blank=True, null=True, verbose_name='data erased on')),
                ('commune', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clairdroit_territories.commune', verbose_name='commune')),
                ('follows', models.ForeignKey(blank=True, help_text='What the person wrote when that question had ended.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='follow_ups', to='clairdroit_questions.question', verbose_name='follows from')),
                ('taken_down_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='taken down by')),
            ],
            options={
                'verbose_name': 'question',
                'verbose_name_plural': 'questions',
                'ordering': ['-received_at', '-pk'],
                'permissions': [('handle_question', 'Can assign, answer and close questions'), ('take_down_question', 'Can take down the question of somebody at the desk or on the telephone')],
            },
        ),
        migrations.AddField(
            model_name='proposedanswer',
            name='question',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='clairdroit_questions.question', verbose_name='question'),
        ),
        migrations.AddField(
            model_name='incomingmail',
            name='question',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='incoming_mails', to='clairdroit_questions.question', verbose_name='question'),
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('received', 'Question received'), ('held', 'Held for an editor before any partner is asked'), ('no_candidate', 'No partner found'), ('assigned', 'Partner asked'), ('seen', 'Read by the partner'), ('drafting', 'Partner began to write'), ('proposed', 'Answer proposed'), ('declined', 'Declined by the partner'), ('handed_over', 'Handed over to another partner'), ('detail_asked', 'The partner asked the citizen for a detail'), ('changes_asked', 'Changes asked for'), ('edited', 'Answer corrected by an editor'), ('merged', 'Two answers joined into one'), ('separated', 'Joined answers separated again'), ('released', 'Partner no longer asked'), ('silent', 'Partner did not reply'), ('answer_sent', 'Answer approved and queued for sending'), ('answer_ready', 'Answer approved: to be handed or read out to the person'), ('answer_told', 'Answer handed or read out to the person'), ('told', 'The person was told'), ('answered', 'Question answered'), ('closed', 'Closed'), ('out_of_scope', 'Marked out of scope'), ('spam', 'Marked as spam'), ('reopened', 'Reopened'), ('detail_added', 'The citizen added a detail'), ('feedback', 'The citizen said whether it helped'), ('taken_up_again', 'The citizen asked to take it up again'), ('page_drafted', 'A draft page was made from it'), ('matter_changed', 'Heading, commune or origin corrected'), ('linked', 'To be answered together with another question'), ('unlinked', 'No longer answered together with another question'), ('reminded', 'Partner reminded'), ('told_late', 'The citizen was told that it takes longer'), ('erased', 'The citizen erased their data'), ('expired', 'Words and addresses removed: kept long enough'), ('mail_delivered', 'E-mail delivered'), ('mail_failed', 'E-mail could not be delivered'), ('mail_uncertain', 'E-mail interrupted: may or may not have arrived'), ('mail_retried', 'E-mail queued again by an editor'), ('reply_by_mail', 'Reply received by e-mail'), ('not_acknowledged', 'Not confirmed by e-mail: this address has had too many today'), ('mail_held', 'An e-mail received waits for a decision'), ('mail_noted', 'Thanks or a reaction received: noted'), ('file_passed', 'An attachment was passed on to the partner'), ('followed_up', 'A new question follows from it'), ('mail_set_aside', 'An e-mail received was set aside'), ('address_corrected', 'The person’s address was corrected, the former one forgotten'), ('mail_came_back', 'E-mail came back: the address does not work'), ('viewed', 'Read by a professional'), ('exported', 'Exported')], max_length=20, verbose_name='what happened')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='when')),
                ('detail', clairdroit.encryption.EncryptedTextField(blank=True, verbose_name='detail')),
                ('place', models.CharField(blank=True, choices=[('file', 'the file'), ('register', 'the list of questions (first words)'), ('queue', 'the list of what is to decide (first words)'), ('chasing', 'the list of whom to remind (first words)'), ('space', 'the list in the partners’ space (first words)'), ('desk', 'the page at the desk'), ('address', 'the person’s address'), ('mail', 'an e-mail'), ('received', 'a received e-mail'), ('raw', 'a received e-mail in its raw form'), ('attachment', 'an attachment of a received e-mail'), ('passed_file', 'an attachment passed on'), ('answer', 'the answer'), ('preview', 'the answer’s preview'), ('former', 'a former version of the answer'), ('history', 'the answer’s history')], editable=False, max_length=12)),
                ('assignment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='events', to='clairdroit_questions.assignment', verbose_name='assignment')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='clairdroit_questions.question', verbose_name='question')),
            ],
            options={
                'verbose_name': 'event',
                'verbose_name_plural': 'events',
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='assignment',
            name='question',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assignments', to='clairdroit_questions.question', verbose_name='question'),
        ),
        migrations.CreateModel(
            name='QuestionDetail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='added on')),
                ('way', models.CharField(choices=[('page', 'on the page of the question'), ('mail', 'by e-mail'), ('told', 'said to somebody of the site')], max_length=10, verbose_name='how it came')),
                ('text', clairdroit.encryption.EncryptedTextField(verbose_name='text')),
                ('mail', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='detail', to='clairdroit_questions.incomingmail', verbose_name='e-mail')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='details', to='clairdroit_questions.question', verbose_name='question')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='written down by')),
            ],
            options={
                'verbose_name': 'detail',
                'verbose_name_plural': 'details',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='QuestionMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('question_received', 'Acknowledgement to the citizen'), ('partner_asked', 'Question to a partner'), ('changes_asked', 'Changes asked of a partner'), ('answer', 'Answer to the citizen'), ('out_of_scope', 'Out of scope, to the citizen'), ('detail_added', 'Detail added, to a partner'), ('file_passed', 'An attachment passed on, to a partner'), ('handed_over', 'Question handed over to a partner'), ('detail_asked', 'A partner’s request for a detail, to the citizen'), ('takes_longer', 'It takes longer, to the citizen'), ('partner_digest', 'Reminder to a partner'), ('editor_digest', 'What waits, to an editor'), ('draft_kept', 'Reply kept as a draft, to a partner'), ('partner_reminded', 'Reminder about one question, to a partner')], max_length=20, verbose_name='kind')),
                ('links_version', models.CharField(blank=True, default='', editable=False, max_length=12)),
                ('parts', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('message_id', models.CharField(blank=True, db_index=True, default='', editable=False, max_length=255)),
                ('assignment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='mails', to='clairdroit_questions.assignment', verbose_name='assignment')),
                ('email', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='question_mail', to='clairdroit_mail.outboxmail', verbose_name='e-mail')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mails', to='clairdroit_questions.question', verbose_name='question')),
            ],
            options={
                'verbose_name': 'e-mail about a question',
                'verbose_name_plural': 'e-mails about questions',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='QuestionPage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='made on')),
                ('page', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='page made from it')),
                ('question', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='made_page', to='clairdroit_questions.question', verbose_name='question')),
            ],
            options={
                'verbose_name': 'page made from a question',
                'verbose_name_plural': 'pages made from questions',
            },
        ),
        migrations.CreateModel(
            name='ReplyAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(default=clairdroit.questions.defaults.new_token, editable=False, max_length=40, unique=True)),
                ('links_version', models.CharField(blank=True, default='', editable=False, max_length=12)),
                ('last_sent_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='last sent on')),
                ('assignment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reply_addresses', to='clairdroit_questions.assignment')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reply_addresses', to='clairdroit_questions.question')),
            ],
            options={
                'verbose_name': 'reply address',
                'verbose_name_plural': 'reply addresses',
            },
        ),
        migrations.CreateModel(
            name='RoutingRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('heading', models.CharField(choices=[('famille', 'My family'), ('logement', 'My home'), ('emploi', 'My work'), ('sante', 'My health'), ('juridique', 'My rights, justice'), ('seniors', 'Growing older well'), ('handicap', 'Living with a disability'), ('precarite', 'Food, bills, getting by')], max_length=20, verbose_name='heading')),
                ('only_these_kinds', models.BooleanField(default=False, help_text='Otherwise other kinds come after those that you name.', verbose_name='ask no other kind of partner')),
                ('mode', models.CharField(choices=[('parallel', 'All at once'), ('in_turn', 'One after the other')], default='parallel', max_length=10, verbose_name='how partners are asked')),
                ('how_many', models.PositiveSmallIntegerField(default=1, help_text='In turn, one at a time is asked, whatever stands here.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(10)], verbose_name='how many partners at once')),
                ('next_after_days', models.PositiveSmallIntegerField(default=3, help_text='Working days without a sign from the partner. When it declines, the next one is asked at once.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(60)], verbose_name='in turn: ask the next one after')),
                ('target_days', models.PositiveSmallIntegerField(blank=True, help_text='Working days. Empty: the usual delay of the site’s identity.', null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(60)], verbose_name='answer expected within')),
                ('commune', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clairdroit_territories.commune', verbose_name='commune')),
                ('departement', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clairdroit_territories.departement', verbose_name='département')),
                ('epci', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clairdroit_territories.epci', verbose_name='group of communes (EPCI)')),
                ('latest_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='latest revision')),
            ],
            options={
                'verbose_name': 'routing rule',
                'verbose_name_plural': 'routing rules',
                'ordering': ['heading', 'departement', 'epci', 'commune', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='RuleKind',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('kind', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='clairdroit_partners_snippets.partnerkind', verbose_name='kind of partner')),
                ('rule', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='kinds', to='clairdroit_questions.routingrule', verbose_name='routing rule')),
            ],
            options={
                'verbose_name': 'kind of partner wanted',
                'verbose_name_plural': 'kinds of partners wanted',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RulePartner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('choice', models.CharField(choices=[('first', 'Ask it first'), ('never', 'Leave it out')], default='first', max_length=10, verbose_name='what to do')),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='clairdroit_partners_snippets.partner', verbose_name='partner')),
                ('rule', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='partners', to='clairdroit_questions.routingrule', verbose_name='routing rule')),
            ],
            options={
                'verbose_name': 'partner named by a rule',
                'verbose_name_plural': 'partners named by a rule',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SentWords',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digests', models.BinaryField()),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='clairdroit_questions.question', verbose_name='question')),
            ],
            options={
                'verbose_name': 'words of an e-mail that was sent',
                'verbose_name_plural': 'words of e-mails that were sent',
            },
        ),
        migrations.CreateModel(
            name='SharedNeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='made on')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
            ],
            options={
                'verbose_name': 'questions answered together',
                'verbose_name_plural': 'questions answered together',
            },
        ),
        migrations.AddField(
            model_name='question',
            name='shared_need',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='questions', to='clairdroit_questions.sharedneed', verbose_name='answered together with'),
        ),
        migrations.CreateModel(
            name='StandardPhrase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('opening', 'Opening'), ('closing', 'Closing')], max_length=10, verbose_name='where it stands')),
                ('text', models.TextField(help_text='Short sentences, no acronyms.', max_length=1000, verbose_name='text')),
                ('heading', models.CharField(blank=True, choices=[('famille', 'My family'), ('logement', 'My home'), ('emploi', 'My work'), ('sante', 'My health'), ('juridique', 'My rights, justice'), ('seniors', 'Growing older well'), ('handicap', 'Living with a disability'), ('precarite', 'Food, bills, getting by')], help_text='Empty: for every heading.', max_length=20, verbose_name='heading')),
                ('position', models.PositiveSmallIntegerField(default=0, help_text='The smallest number comes first.', verbose_name='position')),
                ('locale', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.locale', verbose_name='language')),
            ],
            options={
                'verbose_name': 'standard phrase',
                'verbose_name_plural': 'standard phrases',
                'ordering': ['kind', 'position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Telling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('answer', 'Answer'), ('detail_asked', 'A partner’s request for a detail'), ('out_of_scope', 'Where to turn instead')], max_length=20, verbose_name='what there is to tell')),
                ('text', clairdroit.encryption.EncryptedTextField(blank=True, verbose_name='words')),
                ('since', models.DateTimeField(default=django.utils.timezone.now, verbose_name='since')),
                ('told_at', models.DateTimeField(blank=True, null=True, verbose_name='told on')),
                ('way', models.CharField(blank=True, choices=[('printed', 'Printed and handed over'), ('phone', 'Told by telephone'), ('said', 'Told at the desk')], max_length=10, verbose_name='how')),
                ('answer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='tellings', to='clairdroit_questions.proposedanswer', verbose_name='answer')),
                ('assignment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='tellings', to='clairdroit_questions.assignment', verbose_name='assignment')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tellings', to='clairdroit_questions.question', verbose_name='question')),
                ('revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision')),
                ('told_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
            ],
            options={
                'verbose_name': 'what a person is to be told',
                'verbose_name_plural': 'what people are to be told',
                'ordering': ['since', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Digest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('email', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='clairdroit_mail.outboxmail', verbose_name='e-mail')),
                ('partner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='clairdroit_partners_snippets.partner', verbose_name='partner')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='editor')),
            ],
            options={
                'verbose_name': 'digest',
                'verbose_name_plural': 'digests',
                'ordering': ['-day', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('partner__isnull', True), ('user__isnull', False)), models.Q(('partner__isnull', False), ('user__isnull', True)), _connector='OR'), name='digest_has_one_reader'), models.UniqueConstraint(condition=models.Q(('partner__isnull', False)), fields=('partner', 'day'), name='digest_once_a_day_per_partner'), models.UniqueConstraint(condition=models.Q(('user__isnull', False)), fields=('user', 'day'), name='digest_once_a_day_per_editor')],
            },
        ),
        migrations.CreateModel(
            name='DraftPresence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tab', models.CharField(max_length=36)),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='opened on')),
                ('seen_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='last seen on')),
                ('assignment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='presences', to='clairdroit_questions.assignment', verbose_name='assignment')),
            ],
            options={
                'verbose_name': 'open draft',
                'verbose_name_plural': 'open drafts',
                'ordering': ['opened_at', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('assignment', 'tab'), name='presence_once_per_tab')],
            },
        ),
        migrations.CreateModel(
            name='ErrorReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('handled_at', models.DateTimeField(blank=True, null=True, verbose_name='handled on')),
                ('page', models.CharField(help_text='Address within this site.', max_length=500, verbose_name='page')),
                ('text', clairdroit.encryption.EncryptedTextField(verbose_name='what is wrong')),
                ('email', clairdroit.encryption.EncryptedEmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('status', models.CharField(choices=[('new', 'New'), ('handled', 'Handled')], default='new', max_length=10, verbose_name='status')),
                ('submission_key', models.CharField(editable=False, max_length=64, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='received on')),
                ('handled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='handled by')),
            ],
            options={
                'verbose_name': 'error report',
                'verbose_name_plural': 'error reports',
                'ordering': ['-created_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('handled_at__isnull', True), ('status', 'new')), models.Q(('handled_at__isnull', False), ('status', 'handled')), _connector='OR'), name='report_handled_has_date', violation_error_message='A handled report has a date, a new one has none.')],
            },
        ),
        migrations.CreateModel(
            name='IncomingPiece',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('data', clairdroit.encryption.EncryptedTextField()),
                ('mail', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pieces', to='clairdroit_questions.incomingmail')),
            ],
            options={
                'verbose_name': 'piece of a received e-mail',
                'verbose_name_plural': 'pieces of received e-mails',
                'ordering': ['mail', 'number'],
                'constraints': [models.UniqueConstraint(fields=('mail', 'number'), name='incoming_piece_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='partneravailability',
            constraint=models.CheckConstraint(condition=models.Q(('capacity__isnull', True), ('capacity__lte', 500), _connector='OR'), name='availability_capacity_is_sane', violation_error_message='That is more questions than anybody can answer.'),
        ),
        migrations.AddConstraint(
            model_name='partnerabsence',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='absence_ends_after_it_starts', violation_error_message='The last day away comes after the first.'),
        ),
        migrations.AddConstraint(
            model_name='passedfile',
            constraint=models.UniqueConstraint(fields=('mail', 'number', 'assignment'), name='attachment_passed_on_once'),
        ),
        migrations.AddConstraint(
            model_name='proposedanswer',
            constraint=models.CheckConstraint(condition=models.Q(('live', False), models.Q(('text', ''), _negated=True), _connector='OR'), name='answer_live_has_text', violation_error_message='An empty answer cannot be sent.'),
        ),
        migrations.AddConstraint(
            model_name='proposedanswer',
            constraint=models.CheckConstraint(condition=models.Q(('sent_revision__isnull', True), ('sent_at__isnull', False), _connector='OR'), name='answer_sent_has_date', violation_error_message='An answer that was sent has the date of its sending.'),
        ),
        migrations.AddConstraint(
            model_name='incomingmail',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['accepted', 'held', 'handled', 'noted'])), name='incoming_status_is_known'),
        ),
        migrations.AddConstraint(
            model_name='incomingmail',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['unread', 'reply', 'thanks', 'reaction', 'bounce', 'auto-reply', 'challenge', 'loop', 'spam-report', 'receipt', 'sender', 'no-file', 'expired', 'empty', 'large', 'broken'])), name='incoming_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='incomingmail',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'handled'), _negated=True), ('handled_at__isnull', False), _connector='OR'), name='incoming_handled_has_date', violation_error_message='A handled e-mail has a date.'),
        ),
        migrations.AddConstraint(
            model_name='incomingmail',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['accepted', 'noted']), _negated=True), ('question__isnull', False), _connector='OR'), name='incoming_accepted_has_question', violation_error_message='An accepted e-mail belongs to a question.'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['received', 'held', 'no_candidate', 'assigned', 'seen', 'drafting', 'proposed', 'declined', 'handed_over', 'detail_asked', 'changes_asked', 'edited', 'merged', 'separated', 'released', 'silent', 'answer_sent', 'answer_ready', 'answer_told', 'told', 'answered', 'closed', 'out_of_scope', 'spam', 'reopened', 'detail_added', 'feedback', 'taken_up_again', 'page_drafted', 'matter_changed', 'linked', 'unlinked', 'reminded', 'told_late', 'erased', 'expired', 'mail_delivered', 'mail_failed', 'mail_uncertain', 'mail_retried', 'reply_by_mail', 'not_acknowledged', 'mail_held', 'mail_noted', 'file_passed', 'followed_up', 'mail_set_aside', 'address_corrected', 'mail_came_back', 'viewed', 'exported'])), name='event_kind_is_known', violation_error_message='An event is of a known kind.'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.UniqueConstraint(fields=('question', 'partner'), name='assignment_once_per_partner', violation_error_message='This partner has already been asked.'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['notified', 'seen', 'drafting', 'proposed', 'declined', 'silent', 'released', 'handed_over'])), name='assignment_status_is_known', violation_error_message='An assignment has one of the known statuses.'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'declined'), _negated=True), models.Q(('decline_reason', ''), _negated=True), _connector='OR'), name='assignment_declined_has_reason', violation_error_message='A partner who declines says why.'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('status__in', ['declined', 'handed_over', 'released'])), models.Q(models.Q(('status__in', ['declined', 'handed_over', 'released']), _negated=True), ('ended_at__isnull', True)), _connector='OR'), name='assignment_ended_has_date', violation_error_message='A declined or released assignment has a date, no other has one.'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('left_parts__isnull', False), ('left_step__isnull', False), ('status__in', ['declined', 'handed_over', 'released'])), models.Q(models.Q(('status__in', ['declined', 'handed_over', 'released']), _negated=True), ('left_parts__isnull', True), ('left_step__isnull', True)), _connector='OR'), name='assignment_ended_knows_how_far', violation_error_message='Of a part that ended, and of no other, it is known how far it went.'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'proposed'), _negated=True), ('proposed_at__isnull', False), _connector='OR'), name='assignment_proposed_has_date', violation_error_message='A proposed answer has a date.'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.CheckConstraint(condition=models.Q(('waiting_for_citizen_since__isnull', True), models.Q(('status__in', ['drafting', 'notified', 'seen', 'silent']), models.Q(('asked_of_citizen', ''), _negated=True)), _connector='OR'), name='assignment_waits_for_what_was_asked', violation_error_message='Only a partner who still has to answer waits for the citizen’s detail.'),
        ),
        migrations.AddConstraint(
            model_name='questiondetail',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='detail_has_text'),
        ),
        migrations.AddConstraint(
            model_name='questiondetail',
            constraint=models.CheckConstraint(condition=models.Q(('way__in', ['page', 'mail', 'told'])), name='detail_way_is_known'),
        ),
        migrations.AddConstraint(
            model_name='questionmail',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['question_received', 'partner_asked', 'changes_asked', 'answer', 'out_of_scope', 'detail_added', 'file_passed', 'handed_over', 'detail_asked', 'takes_longer', 'partner_digest', 'editor_digest', 'draft_kept', 'partner_reminded'])), name='mail_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='replyaddress',
            constraint=models.UniqueConstraint(condition=models.Q(('assignment__isnull', True)), fields=('question',), name='reply_address_one_per_citizen'),
        ),
        migrations.AddConstraint(
            model_name='replyaddress',
            constraint=models.UniqueConstraint(fields=('assignment', 'links_version'), name='reply_address_one_per_assignment'),
        ),
        migrations.AddConstraint(
            model_name='routingrule',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('commune__isnull', True), ('epci__isnull', True)), models.Q(('commune__isnull', True), ('departement__isnull', True)), models.Q(('departement__isnull', True), ('epci__isnull', True)), _connector='OR'), name='rule_one_territory_at_most', violation_error_message='A rule is for one territory: a commune, an EPCI or a département.'),
        ),
        migrations.AddConstraint(
            model_name='routingrule',
            constraint=models.UniqueConstraint(condition=models.Q(('commune__isnull', True), ('departement__isnull', True), ('epci__isnull', True)), fields=('heading',), name='rule_once_per_heading', violation_error_message='There is a rule for this heading everywhere already.'),
        ),
        migrations.AddConstraint(
            model_name='routingrule',
            constraint=models.UniqueConstraint(condition=models.Q(('commune__isnull', False)), fields=('heading', 'commune'), name='rule_once_per_commune', violation_error_message='There is a rule for this heading in this territory already.'),
        ),
        migrations.AddConstraint(
            model_name='routingrule',
            constraint=models.UniqueConstraint(condition=models.Q(('epci__isnull', False)), fields=('heading', 'epci'), name='rule_once_per_epci', violation_error_message='There is a rule for this heading in this territory already.'),
        ),
        migrations.AddConstraint(
            model_name='routingrule',
            constraint=models.UniqueConstraint(condition=models.Q(('departement__isnull', False)), fields=('heading', 'departement'), name='rule_once_per_departement', violation_error_message='There is a rule for this heading in this territory already.'),
        ),
        migrations.AddConstraint(
            model_name='routingrule',
            constraint=models.CheckConstraint(condition=models.Q(('how_many__gte', 1), ('next_after_days__gte', 1), models.Q(('target_days__isnull', True), ('target_days__gte', 1), _connector='OR')), name='rule_numbers_are_sane', violation_error_message='Numbers of partners and of days begin at 1.'),
        ),
        migrations.AddConstraint(
            model_name='routingrule',
            constraint=models.CheckConstraint(condition=models.Q(('mode__in', ['parallel', 'in_turn'])), name='rule_mode_is_known'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['received', 'assigned', 'answered', 'closed', 'out_of_scope', 'spam'])), name='question_status_is_known', violation_error_message='A question has one of the known statuses.'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'answered'), _negated=True), ('answered_at__isnull', False), _connector='OR'), name='question_answered_has_date', violation_error_message='An answered question has the date of its answer.'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('status__in', ['assigned', 'received'])), models.Q(('ended_at__isnull', False), ('status__in', ['answered', 'closed', 'out_of_scope', 'spam'])), _connector='OR'), name='question_ended_has_date', violation_error_message='A question that ended has a date, an open one has none.'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(('erased_at__isnull', False), models.Q(('text', ''), _negated=True), _connector='OR'), name='question_has_text_or_is_erased', violation_error_message='A question keeps its text until it is erased.'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(('erased_at__isnull', False), models.Q(('email', ''), _negated=True), ('origin__in', ['desk', 'phone']), _connector='OR'), name='question_has_address_or_was_taken_down', violation_error_message='Only of somebody who came or telephoned the address may be missing: it is kept until it is erased.'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(('origin__in', ['form', 'mail', 'phone', 'desk'])), name='question_origin_is_known', violation_error_message='A question came by one of the known ways.'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(('erased_at__isnull', True), models.Q(('email', ''), ('phone', ''), ('text', '')), _connector='OR'), name='question_erased_holds_nothing', violation_error_message='An erased question holds neither text nor address.'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(('answered_at__isnull', True), ('answered_at__gte', models.F('received_at')), _connector='OR'), name='question_answered_after_received', violation_error_message='A question cannot be answered before it was received.'),
        ),
        migrations.AddConstraint(
            model_name='standardphrase',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['opening', 'closing'])), name='phrase_kind_is_known', violation_error_message='A phrase opens or closes an answer.'),
        ),
        migrations.AddConstraint(
            model_name='standardphrase',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='phrase_has_text', violation_error_message='A phrase has a text.'),
        ),
        migrations.AddConstraint(
            model_name='telling',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['answer', 'detail_asked', 'out_of_scope'])), name='telling_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='telling',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('told_at__isnull', True), ('way', '')), models.Q(('told_at__isnull', False), ('way__in', ['printed', 'phone', 'said'])), _connector='OR'), name='telling_was_told_in_a_way', violation_error_message='Of what was told it is known how; of nothing else.'),
        ),
        migrations.AddConstraint(
            model_name='telling',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'answer'), ('answer__isnull', False)), models.Q(models.Q(('kind', 'answer'), _negated=True), ('answer__isnull', True)), _connector='OR'), name='telling_of_an_answer_has_one', violation_error_message='An answer to tell is one, and nothing else is.'),
        ),
        migrations.AddConstraint(
            model_name='telling',
            constraint=models.UniqueConstraint(condition=models.Q(('told_at__isnull', True)), fields=('answer',), name='telling_waits_once_per_answer'),
        ),
        migrations.AddConstraint(
            model_name='telling',
            constraint=models.UniqueConstraint(condition=models.Q(('told_at__isnull', True)), fields=('assignment',), name='telling_waits_once_per_assignment'),
        ),
    ]

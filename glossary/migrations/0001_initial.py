import django.db.models.deletion
import django.db.models.functions.text
import uuid
import wagtail.models.preview
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='GlossaryEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('translation_key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('live', models.BooleanField(default=True, editable=False, verbose_name='live')),
                ('has_unpublished_changes', models.BooleanField(default=False, editable=False, verbose_name='has unpublished changes')),
                ('first_published_at', models.DateTimeField(blank=True, db_index=True, null=True, verbose_name='first published at')),
                ('last_published_at', models.DateTimeField(editable=False, null=True, verbose_name='last published at')),
                ('go_live_at', models.DateTimeField(blank=True, null=True, verbose_name='go live date/time')),
                ('expire_at', models.DateTimeField(blank=True, null=True, verbose_name='expiry date/time')),
                ('expired', models.BooleanField(default=False, editable=False, verbose_name='expired')),
                ('locked', models.BooleanField(default=False, editable=False, verbose_name='locked')),
                ('locked_at', models.DateTimeField(editable=False, null=True, verbose_name='locked at')),
                ('term', models.CharField(help_text='As texts write it: “RSA”, “forclusion”.', max_length=160, verbose_name='acronym or hard word')),
                ('stands_for', models.CharField(blank=True, help_text='For an acronym only: “revenu de solidarité active”.', max_length=255, verbose_name='what the letters stand for')),
                ('plain_wording', models.CharField(blank=True, help_text='What to say instead: “perte d’un droit parce que le délai est passé”.', max_length=255, verbose_name='plain wording')),
                ('explanation', models.TextField(blank=True, help_text='Two or three short sentences, in plain words.', verbose_name='explanation')),
                ('synonyms', models.TextField(blank=True, help_text='One a line: other words that readers type for the very same thing (“proprio” for “bailleur”). The search treats them as one word, at once. A word that can also mean something else spoils other searches: leave it out.', verbose_name='synonyms')),
                ('is_jargon', models.BooleanField(default=False, help_text='Editors are asked to write the plain wording instead of this word.', verbose_name='do not use')),
                ('is_shown_in_place', models.BooleanField(default=True, help_text='Where a page first uses the word, readers can open its explanation. Switch it off for a word that is too common, or that has another meaning in other texts.', verbose_name='explained in the texts')),
                ('source', models.CharField(choices=[('own', 'Our own'), ('feed', 'Official feed (service-public)')], default='own', editable=False, max_length=4, verbose_name='source')),
                ('feed_id', models.CharField(blank=True, editable=False, max_length=20, verbose_name='identifier in the feed')),
                ('feed_text', models.JSONField(blank=True, default=dict, editable=False)),
                ('feed_news', models.JSONField(blank=True, editable=False, null=True)),
                ('gone_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='gone from the feed at')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='changed at')),
                ('latest_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='latest revision')),
                ('live_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='live revision')),
                ('locale', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.locale', verbose_name='locale')),
                ('locked_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='locked_%(class)ss', to=settings.AUTH_USER_MODEL, verbose_name='locked by')),
            ],
            options={
                'verbose_name': 'glossary entry',
                'verbose_name_plural': 'glossary entries',
                'ordering': ['term', 'pk'],
                'abstract': False,
                'indexes': [models.Index(fields=['live', 'changed_at'], name='glossary_version')],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('term'), models.F('locale'), name='glossary_term_once_a_language', violation_error_message='The glossary already has this word in this language.'), models.UniqueConstraint(condition=models.Q(('feed_id', ''), _negated=True), fields=('feed_id', 'locale'), name='glossary_once_per_feed_id')],
                'unique_together': {('translation_key', 'locale')},
            },
            bases=(wagtail.models.preview.PreviewableMixin, models.Model),
        ),
    ]

import clairdroit.kb_pages.validators
import django.db.models.deletion
import django.utils.timezone
import modelcluster.contrib.taggit
import modelcluster.fields
import wagtail.contrib.routable_page.models
import wagtail.fields
import wagtail.models.preview
from django.conf import settings
from django.db import migrations, models
from wagtail.images import get_image_model_string


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('clairdroit_partners_snippets', '0001_initial'),
        ('clairdroit_territories', '0001_initial'),
        ('wagtailcore', '0098_apitoken'),
        # A host project may have an image model of its own.
        migrations.swappable_dependency(get_image_model_string()),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ArticleTag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True, verbose_name='name')),
                ('slug', models.SlugField(allow_unicode=True, max_length=100, unique=True, verbose_name='slug')),
            ],
            options={
                'verbose_name': 'article tag',
                'verbose_name_plural': 'article tags',
            },
        ),
        migrations.CreateModel(
            name='EventIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, related_name='%(app_label)s_%(class)s', serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('intro', models.TextField(blank=True, max_length=300, verbose_name='introduction')),
            ],
            options={
                'verbose_name': 'event index',
            },
            bases=(wagtail.contrib.routable_page.models.RoutablePageMixin, 'wagtailcore.page'),
        ),
        migrations.CreateModel(
            name='HomePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, related_name='%(app_label)s_%(class)s', serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('headline', models.CharField(max_length=120, verbose_name='question to the reader')),
                ('intro', models.TextField(blank=True, max_length=300, verbose_name='introduction')),
                ('search_examples', models.TextField(blank=True, help_text='One a line, as a reader would type it.', verbose_name='search examples')),
            ],
            options={
                'verbose_name': 'home page',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='InformationPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, related_name='%(app_label)s_%(class)s', serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.CharField(blank=True, max_length=240, verbose_name='summary in one sentence')),
                ('body', wagtail.fields.StreamField([('paragraph', 0), ('callout', 3), ('steps', 9), ('table', 14), ('accordion', 18), ('partners', 21), ('service', 28), ('official_sheets', 31)], blank=True, block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {'group': 'Text'}), 1: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('savoir', 'Good to know'), ('noter', 'Note'), ('attention', 'Careful')], 'label': 'Kind'}), 2: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'ol', 'ul', 'link', 'document-link'], 'label': 'Text'}), 3: ('wagtail.blocks.StructBlock', [[('kind', 1), ('text', 2)]], {'group': 'Text'}), 4: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 120, 'required': False}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'What to do', 'max_length': 160}), 6: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'ol', 'ul', 'link', 'document-link'], 'label': 'Details', 'required': False}), 7: ('wagtail.blocks.StructBlock', [[('title', 5), ('text', 6)]], {}), 8: ('wagtail.blocks.ListBlock', (7,), {'label': 'Steps', 'min_num': 1}), 9: ('wagtail.blocks.StructBlock', [[('title', 4), ('steps', 8)]], {'group': 'Text'}), 10: ('wagtail.blocks.CharBlock', (), {'label': 'Row heading'}), 11: ('wagtail.blocks.CharBlock', (), {'label': 'Text', 'required': False}), 12: ('wagtail.blocks.DecimalBlock', (), {'label': 'Number', 'required': False}), 13: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'link'], 'label': 'Text with links', 'required': False}), 14: ('wagtail.contrib.typed_table_block.blocks.TypedTableBlock', [[('row_heading', 10), ('text', 11), ('number', 12), ('rich_text', 13)]], {'group': 'Cases and figures'}), 15: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 160}), 16: ('wagtail.blocks.StructBlock', [[('title', 15), ('text', 2)]], {}), 17: ('wagtail.blocks.ListBlock', (16,), {'label': 'Items', 'min_num': 1}), 18: ('wagtail.blocks.StructBlock', [[('title', 4), ('items', 17)]], {'group': 'Text'}), 19: ('wagtail.snippets.blocks.SnippetChooserBlock', ('clairdroit_partners_snippets.Partner',), {'label': 'Partner'}), 20: ('wagtail.blocks.ListBlock', (19,), {'label': 'Partners', 'min_num': 1}), 21: ('wagtail.blocks.StructBlock', [[('title', 4), ('partners', 20)]], {'group': 'People, procedures and sources'}), 22: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('en_ligne', 'Online service'), ('formulaire', 'Form to fill in'), ('simulateur', 'Simulator'), ('lettre', 'Letter template')], 'label': 'Kind'}), 23: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 200}), 24: ('wagtail.blocks.URLBlock', (), {'label': 'Address'}), 25: ('wagtail.blocks.CharBlock', (), {'label': 'CERFA number', 'max_length': 8, 'required': False, 'validators': [clairdroit.kb_pages.validators.check_cerfa_number]}), 26: ('wagtail.blocks.CharBlock', (), {'help_text': 'The body that answers for it.', 'label': 'Provided by', 'max_length': 160, 'required': False}), 27: ('wagtail.blocks.CharBlock', (), {'label': 'Remark', 'max_length': 300, 'required': False}), 28: ('wagtail.blocks.StructBlock', [[('kind', 22), ('title', 23), ('url', 24), ('cerfa_number', 25), ('provider', 26), ('note', 27)]], {'group': 'People, procedures and sources'}), 29: ('wagtail.blocks.CharBlock', (), {'label': 'Sheet'}), 30: ('wagtail.blocks.ListBlock', (29,), {'label': 'Sheets', 'min_num': 1}), 31: ('wagtail.blocks.StructBlock', [[('title', 4), ('sheets', 30)]], {'group': 'People, procedures and sources'})}, verbose_name='body')),
            ],
            options={
                'verbose_name': 'information page',
                'verbose_name_plural': 'information pages',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='NewsIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, related_name='%(app_label)s_%(class)s', serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('intro', models.TextField(blank=True, max_length=300, verbose_name='introduction')),
            ],
            options={
                'verbose_name': 'news index',
            },
            bases=(wagtail.contrib.routable_page.models.RoutablePageMixin, 'wagtailcore.page'),
        ),
        migrations.CreateModel(
            name='NewsPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, related_name='%(app_label)s_%(class)s', serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('date', models.DateField(default=django.utils.timezone.localdate, verbose_name='date')),
                ('about', models.CharField(blank=True, choices=[('famille', 'My family'), ('logement', 'My home'), ('emploi', 'My work'), ('sante', 'My health'), ('juridique', 'My rights, justice'), ('seniors', 'Growing older well'), ('handicap', 'Living with a disability'), ('precarite', 'Food, bills, getting by')], max_length=20, verbose_name='heading')),
                ('summary', models.CharField(max_length=240, verbose_name='summary in one sentence')),
                ('body', wagtail.fields.StreamField([('paragraph', 0), ('callout', 3), ('steps', 9), ('table', 14), ('accordion', 18), ('partners', 21), ('service', 28), ('official_sheets', 31)], blank=True, block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {'group': 'Text'}), 1: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('savoir', 'Good to know'), ('noter', 'Note'), ('attention', 'Careful')], 'label': 'Kind'}), 2: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'ol', 'ul', 'link', 'document-link'], 'label': 'Text'}), 3: ('wagtail.blocks.StructBlock', [[('kind', 1), ('text', 2)]], {'group': 'Text'}), 4: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 120, 'required': False}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'What to do', 'max_length': 160}), 6: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'ol', 'ul', 'link', 'document-link'], 'label': 'Details', 'required': False}), 7: ('wagtail.blocks.StructBlock', [[('title', 5), ('text', 6)]], {}), 8: ('wagtail.blocks.ListBlock', (7,), {'label': 'Steps', 'min_num': 1}), 9: ('wagtail.blocks.StructBlock', [[('title', 4), ('steps', 8)]], {'group': 'Text'}), 10: ('wagtail.blocks.CharBlock', (), {'label': 'Row heading'}), 11: ('wagtail.blocks.CharBlock', (), {'label': 'Text', 'required': False}), 12: ('wagtail.blocks.DecimalBlock', (), {'label': 'Number', 'required': False}), 13: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'link'], 'label': 'Text with links', 'required': False}), 14: ('wagtail.contrib.typed_table_block.blocks.TypedTableBlock', [[('row_heading', 10), ('text', 11), ('number', 12), ('rich_text', 13)]], {'group': 'Cases and figures'}), 15: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 160}), 16: ('wagtail.blocks.StructBlock', [[('title', 15), ('text', 2)]], {}), 17: ('wagtail.blocks.ListBlock', (16,), {'label': 'Items', 'min_num': 1}), 18: ('wagtail.blocks.StructBlock', [[('title', 4), ('items', 17)]], {'group': 'Text'}), 19: ('wagtail.snippets.blocks.SnippetChooserBlock', ('clairdroit_partners_snippets.Partner',), {'label': 'Partner'}), 20: ('wagtail.blocks.ListBlock', (19,), {'label': 'Partners', 'min_num': 1}), 21: ('wagtail.blocks.StructBlock', [[('title', 4), ('partners', 20)]], {'group': 'People, procedures and sources'}), 22: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('en_ligne', 'Online service'), ('formulaire', 'Form to fill in'), ('simulateur', 'Simulator'), ('lettre', 'Letter template')], 'label': 'Kind'}), 23: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 200}), 24: ('wagtail.blocks.URLBlock', (), {'label': 'Address'}), 25: ('wagtail.blocks.CharBlock', (), {'label': 'CERFA number', 'max_length': 8, 'required': False, 'validators': [clairdroit.kb_pages.validators.check_cerfa_number]}), 26: ('wagtail.blocks.CharBlock', (), {'help_text': 'The body that answers for it.', 'label': 'Provided by', 'max_length': 160, 'required': False}), 27: ('wagtail.blocks.CharBlock', (), {'label': 'Remark', 'max_length': 300, 'required': False}), 28: ('wagtail.blocks.StructBlock', [[('kind', 22), ('title', 23), ('url', 24), ('cerfa_number', 25), ('provider', 26), ('note', 27)]], {'group': 'People, procedures and sources'}), 29: ('wagtail.blocks.CharBlock', (), {'label': 'Sheet'}), 30: ('wagtail.blocks.ListBlock', (29,), {'label': 'Sheets', 'min_num': 1}), 31: ('wagtail.blocks.StructBlock', [[('title', 4), ('sheets', 30)]], {'group': 'People, procedures and sources'})}, verbose_name='body')),
            ],
            options={
                'verbose_name': 'news item',
                'verbose_name_plural': 'news items',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='TopicPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, related_name='%(app_label)s_%(class)s', serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.CharField(blank=True, max_length=240, verbose_name='summary in one sentence')),
                ('intro', wagtail.fields.RichTextField(blank=True, verbose_name='introduction')),
            ],
            options={
                'verbose_name': 'topic',
                'verbose_name_plural': 'topics',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='ArticlePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, related_name='%(app_label)s_%(class)s', serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('review_months', models.PositiveSmallIntegerField(choices=[(1, 'every month'), (3, 'every 3 months'), (6, 'every 6 months'), (12, 'every year'), (24, 'every 2 years')], default=6, verbose_name='review')),
                ('verified_at', models.DateField(blank=True, db_index=True, editable=False, null=True, verbose_name='verified on')),
                ('verified_by', models.CharField(blank=True, editable=False, help_text='As readers see it after “verified by”, article included.', max_length=255, verbose_name='verified by')),
                ('summary', models.CharField(help_text='What the reader must know if they read nothing else.', max_length=240, verbose_name='summary in one sentence')),
                ('audience', models.CharField(blank=True, help_text='“Tenants of a private landlord”. Empty: everyone.', max_length=160, verbose_name='who it is for')),
                ('answered_on', models.DateField(blank=True, null=True, verbose_name='answered on')),
                ('body', wagtail.fields.StreamField([('paragraph', 0), ('callout', 3), ('steps', 9), ('table', 14), ('accordion', 18), ('partners', 21), ('service', 28), ('official_sheets', 31), ('checklist', 34), ('cases', 54), ('amounts', 55), ('legal_references', 60)], blank=True, block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {'group': 'Text'}), 1: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('savoir', 'Good to know'), ('noter', 'Note'), ('attention', 'Careful')], 'label': 'Kind'}), 2: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'ol', 'ul', 'link', 'document-link'], 'label': 'Text'}), 3: ('wagtail.blocks.StructBlock', [[('kind', 1), ('text', 2)]], {'group': 'Text'}), 4: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 120, 'required': False}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'What to do', 'max_length': 160}), 6: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'ol', 'ul', 'link', 'document-link'], 'label': 'Details', 'required': False}), 7: ('wagtail.blocks.StructBlock', [[('title', 5), ('text', 6)]], {}), 8: ('wagtail.blocks.ListBlock', (7,), {'label': 'Steps', 'min_num': 1}), 9: ('wagtail.blocks.StructBlock', [[('title', 4), ('steps', 8)]], {'group': 'Text'}), 10: ('wagtail.blocks.CharBlock', (), {'label': 'Row heading'}), 11: ('wagtail.blocks.CharBlock', (), {'label': 'Text', 'required': False}), 12: ('wagtail.blocks.DecimalBlock', (), {'label': 'Number', 'required': False}), 13: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'link'], 'label': 'Text with links', 'required': False}), 14: ('wagtail.contrib.typed_table_block.blocks.TypedTableBlock', [[('row_heading', 10), ('text', 11), ('number', 12), ('rich_text', 13)]], {'group': 'Cases and figures'}), 15: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 160}), 16: ('wagtail.blocks.StructBlock', [[('title', 15), ('text', 2)]], {}), 17: ('wagtail.blocks.ListBlock', (16,), {'label': 'Items', 'min_num': 1}), 18: ('wagtail.blocks.StructBlock', [[('title', 4), ('items', 17)]], {'group': 'Text'}), 19: ('wagtail.snippets.blocks.SnippetChooserBlock', ('clairdroit_partners_snippets.Partner',), {'label': 'Partner'}), 20: ('wagtail.blocks.ListBlock', (19,), {'label': 'Partners', 'min_num': 1}), 21: ('wagtail.blocks.StructBlock', [[('title', 4), ('partners', 20)]], {'group': 'People, procedures and sources'}), 22: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('en_ligne', 'Online service'), ('formulaire', 'Form to fill in'), ('simulateur', 'Simulator'), ('lettre', 'Letter template')], 'label': 'Kind'}), 23: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 200}), 24: ('wagtail.blocks.URLBlock', (), {'label': 'Address'}), 25: ('wagtail.blocks.CharBlock', (), {'label': 'CERFA number', 'max_length': 8, 'required': False, 'validators': [clairdroit.kb_pages.validators.check_cerfa_number]}), 26: ('wagtail.blocks.CharBlock', (), {'help_text': 'The body that answers for it.', 'label': 'Provided by', 'max_length': 160, 'required': False}), 27: ('wagtail.blocks.CharBlock', (), {'label': 'Remark', 'max_length': 300, 'required': False}), 28: ('wagtail.blocks.StructBlock', [[('kind', 22), ('title', 23), ('url', 24), ('cerfa_number', 25), ('provider', 26), ('note', 27)]], {'group': 'People, procedures and sources'}), 29: ('wagtail.blocks.CharBlock', (), {'label': 'Sheet'}), 30: ('wagtail.blocks.ListBlock', (29,), {'label': 'Sheets', 'min_num': 1}), 31: ('wagtail.blocks.StructBlock', [[('title', 4), ('sheets', 30)]], {'group': 'People, procedures and sources'}), 32: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'link'], 'label': 'Item'}), 33: ('wagtail.blocks.ListBlock', (32,), {'label': 'Items', 'min_num': 1}), 34: ('wagtail.blocks.StructBlock', [[('title', 4), ('items', 33)]], {'group': 'Text'}), 35: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('fermes', 'All closed'), ('premier', 'The first one open')], 'label': 'Layout'}), 36: ('wagtail.blocks.CharBlock', (), {'help_text': "In the reader's words: “I rent from a social landlord”.", 'label': 'Situation', 'max_length': 160}), 37: ('wagtail.blocks.RichTextBlock', (), {'features': ['h4', 'bold', 'ol', 'ul', 'link', 'document-link']}), 38: ('wagtail.blocks.StructBlock', [[('kind', 1), ('text', 2)]], {}), 39: ('wagtail.blocks.StructBlock', [[('title', 4), ('items', 33)]], {}), 40: ('wagtail.blocks.StructBlock', [[('title', 4), ('steps', 8)]], {}), 41: ('wagtail.contrib.typed_table_block.blocks.TypedTableBlock', [[('row_heading', 10), ('text', 11), ('number', 12), ('rich_text', 13)]], {}), 42: ('wagtail.blocks.CharBlock', (), {'label': 'What it is', 'max_length': 160}), 43: ('wagtail.blocks.CharBlock', (), {'help_text': 'With its unit: “635,71 € a month”.', 'label': 'Amount', 'max_length': 80}), 44: ('wagtail.blocks.StructBlock', [[('label', 42), ('amount', 43)]], {}), 45: ('wagtail.blocks.ListBlock', (44,), {'label': 'Amounts', 'min_num': 1}), 46: ('wagtail.blocks.DateBlock', (), {'label': 'In force from'}), 47: ('wagtail.blocks.DateBlock', (), {'label': 'Until', 'required': False}), 48: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'link'], 'label': 'Remark', 'required': False}), 49: ('wagtail.blocks.StructBlock', [[('title', 4), ('amounts', 45), ('valid_from', 46), ('valid_until', 47), ('note', 48)]], {}), 50: ('wagtail.blocks.StructBlock', [[('kind', 22), ('title', 23), ('url', 24), ('cerfa_number', 25), ('provider', 26), ('note', 27)]], {}), 51: ('wagtail.blocks.StreamBlock', [[('paragraph', 37), ('callout', 38), ('checklist', 39), ('steps', 40), ('table', 41), ('amounts', 49), ('service', 50)]], {'label': 'What applies then'}), 52: ('wagtail.blocks.StructBlock', [[('title', 36), ('body', 51)]], {}), 53: ('wagtail.blocks.ListBlock', (52,), {'label': 'Situations', 'min_num': 2}), 54: ('wagtail.blocks.StructBlock', [[('title', 4), ('layout', 35), ('cases', 53)]], {'group': 'Cases and figures'}), 55: ('wagtail.blocks.StructBlock', [[('title', 4), ('amounts', 45), ('valid_from', 46), ('valid_until', 47), ('note', 48)]], {'group': 'Cases and figures'}), 56: ('wagtail.blocks.CharBlock', (), {'help_text': 'As it is cited: “Code de l’action sociale, article L262-2”.', 'label': 'Reference', 'max_length': 240}), 57: ('wagtail.blocks.URLBlock', (), {'label': 'Address', 'required': False}), 58: ('wagtail.blocks.StructBlock', [[('label', 56), ('url', 57)]], {}), 59: ('wagtail.blocks.ListBlock', (58,), {'label': 'References', 'min_num': 1}), 60: ('wagtail.blocks.StructBlock', [[('references', 59)]], {'group': 'People, procedures and sources'})}, verbose_name='body')),
                ('verified_by_user', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='verified by (account)')),
            ],
            options={
                'verbose_name': 'article',
                'verbose_name_plural': 'articles',
            },
            bases=('wagtailcore.page', models.Model),
        ),
        migrations.CreateModel(
            name='HeadingPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, related_name='%(app_label)s_%(class)s', serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('key', models.CharField(choices=[('famille', 'My family'), ('logement', 'My home'), ('emploi', 'My work'), ('sante', 'My health'), ('juridique', 'My rights, justice'), ('seniors', 'Growing older well'), ('handicap', 'Living with a disability'), ('precarite', 'Food, bills, getting by')], help_text='Gives the icon, the colour and the partners. It cannot be changed afterwards.', max_length=20, verbose_name='key')),
                ('examples', models.CharField(blank=True, help_text='Three, on the home page’s door: “Find, pay, keep a home”.', max_length=120, verbose_name='examples')),
                ('intro', models.TextField(blank=True, max_length=400, verbose_name='introduction')),
            ],
            options={
                'verbose_name': 'heading',
                'verbose_name_plural': 'headings',
                'constraints': [models.CheckConstraint(condition=models.Q(('key__in', ['famille', 'logement', 'emploi', 'sante', 'juridique', 'seniors', 'handicap', 'precarite'])), name='kb_pages_heading_has_a_known_key')],
            },
            bases=(wagtail.contrib.routable_page.models.RoutablePageMixin, 'wagtailcore.page'),
        ),
        migrations.CreateModel(
            name='SiteIdentity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('site_name', models.CharField(default='Vos droits en clair', max_length=80, verbose_name='name of the site')),
                ('town', models.CharField(blank=True, help_text='As in “near Versailles”.', max_length=80, verbose_name='town')),
                ('tagline', models.CharField(blank=True, help_text='Under the name: “The town and its partners”.', max_length=120, verbose_name='tagline')),
                ('colour_link', models.CharField(blank=True, help_text='As in #1a4f8f. In the dark it is shown lighter by itself.', max_length=7, validators=[clairdroit.kb_pages.validators.check_colour], verbose_name='colour of links')),
                ('colour_accent', models.CharField(blank=True, help_text='As in #1b2430, under white letters. In the dark it is shown lighter by itself.', max_length=7, validators=[clairdroit.kb_pages.validators.check_colour], verbose_name='colour of buttons')),
                ('emergency', wagtail.fields.StreamField([('number', 3)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'help_text': 'As in “Nowhere to sleep tonight”.', 'label': 'For whom', 'max_length': 60}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'number to call', 'max_length': 20}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'number for text messages', 'max_length': 20, 'required': False}), 3: ('wagtail.blocks.StructBlock', [[('words', 0), ('number', 1), ('text_number', 2)]], {})}, help_text='Shown beside the question form. Without any: 115, 3919, 112 and 114.', verbose_name='emergency numbers')),
                ('contact_email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('contact_phone', models.CharField(blank=True, max_length=30, verbose_name='telephone')),
                ('contact_address', models.CharField(blank=True, max_length=240, verbose_name='address')),
                ('answer_delay_days', models.PositiveSmallIntegerField(default=3, help_text='In working days, as promised to whoever asks.', verbose_name='usual delay of an answer')),
                ('publisher', models.CharField(blank=True, max_length=160, verbose_name='publication director')),
                ('host', models.CharField(blank=True, max_length=240, verbose_name='hosted by')),
                ('data_protection_email', models.EmailField(blank=True, max_length=254, verbose_name='data protection officer’s e-mail')),
                ('accessibility_page', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='accessibility statement')),
                ('legal_page', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='legal notice')),
                ('logo', models.ForeignKey(blank=True, help_text='PNG or WebP, best on a transparent ground. Without one the site’s own sign is shown.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=get_image_model_string(), verbose_name='logo')),
                ('privacy_page', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='privacy notice')),
                ('site', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.CASCADE, to='wagtailcore.site')),
            ],
            options={
                'verbose_name': 'identity of the site',
            },
            bases=(wagtail.models.preview.PreviewableMixin, models.Model),
        ),
        migrations.CreateModel(
            name='TaggedArticle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content_object', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='tagged_items', to='clairdroit_kb_pages.articlepage')),
                ('tag', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tagged_articles', to='clairdroit_kb_pages.articletag')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='articlepage',
            name='tags',
            field=modelcluster.contrib.taggit.ClusterTaggableManager(blank=True, help_text='A comma-separated list of tags.', through='clairdroit_kb_pages.TaggedArticle', to='clairdroit_kb_pages.ArticleTag', verbose_name='tags'),
        ),
        migrations.CreateModel(
            name='ArticleTerritory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('commune', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='clairdroit_territories.commune', verbose_name='commune')),
                ('departement', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='clairdroit_territories.departement', verbose_name='département')),
                ('epci', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='clairdroit_territories.epci', verbose_name='group of communes (EPCI)')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='territories', to='clairdroit_kb_pages.articlepage')),
            ],
            options={
                'verbose_name': 'territory',
                'verbose_name_plural': 'territories',
                'ordering': ['sort_order'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('commune__isnull', False), ('departement', None), ('epci', None)), models.Q(('commune', None), ('departement', None), ('epci__isnull', False)), models.Q(('commune', None), ('departement__isnull', False), ('epci', None)), _connector='OR'), name='kb_pages_one_territory_a_line', violation_error_message='Choose one commune, one group of communes or one département a line.')],
            },
        ),
        migrations.CreateModel(
            name='EventPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, related_name='%(app_label)s_%(class)s', serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('about', models.CharField(blank=True, choices=[('famille', 'My family'), ('logement', 'My home'), ('emploi', 'My work'), ('sante', 'My health'), ('juridique', 'My rights, justice'), ('seniors', 'Growing older well'), ('handicap', 'Living with a disability'), ('precarite', 'Food, bills, getting by')], max_length=20, verbose_name='heading')),
                ('start', models.DateTimeField(verbose_name='starts')),
                ('end', models.DateTimeField(blank=True, help_text='Without hours, it may stay empty: one day.', verbose_name='ends')),
                ('is_all_day', models.BooleanField(default=False, help_text='Readers see the day, or “from 3 to 5 December”. Whatever hours stand above are left out.', verbose_name='without hours')),
                ('is_cancelled', models.BooleanField(default=False, verbose_name='cancelled')),
                ('summary', models.CharField(max_length=240, verbose_name='summary in one sentence')),
                ('place_name', models.CharField(blank=True, max_length=160, verbose_name='place')),
                ('address', models.CharField(blank=True, help_text='Street, postal code and town.', max_length=240, verbose_name='address')),
                ('latitude', models.FloatField(blank=True, null=True, verbose_name='latitude')),
                ('longitude', models.FloatField(blank=True, null=True, verbose_name='longitude')),
                ('conditions', models.CharField(blank=True, help_text='“Free, without appointment.”', max_length=240, verbose_name='how to come')),
                ('registration_url', models.URLField(blank=True, verbose_name='registration address')),
                ('body', wagtail.fields.StreamField([('paragraph', 0), ('callout', 3), ('steps', 9), ('table', 14), ('accordion', 18), ('partners', 21), ('service', 28), ('official_sheets', 31)], blank=True, block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {'group': 'Text'}), 1: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('savoir', 'Good to know'), ('noter', 'Note'), ('attention', 'Careful')], 'label': 'Kind'}), 2: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'ol', 'ul', 'link', 'document-link'], 'label': 'Text'}), 3: ('wagtail.blocks.StructBlock', [[('kind', 1), ('text', 2)]], {'group': 'Text'}), 4: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 120, 'required': False}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'What to do', 'max_length': 160}), 6: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'ol', 'ul', 'link', 'document-link'], 'label': 'Details', 'required': False}), 7: ('wagtail.blocks.StructBlock', [[('title', 5), ('text', 6)]], {}), 8: ('wagtail.blocks.ListBlock', (7,), {'label': 'Steps', 'min_num': 1}), 9: ('wagtail.blocks.StructBlock', [[('title', 4), ('steps', 8)]], {'group': 'Text'}), 10: ('wagtail.blocks.CharBlock', (), {'label': 'Row heading'}), 11: ('wagtail.blocks.CharBlock', (), {'label': 'Text', 'required': False}), 12: ('wagtail.blocks.DecimalBlock', (), {'label': 'Number', 'required': False}), 13: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'link'], 'label': 'Text with links', 'required': False}), 14: ('wagtail.contrib.typed_table_block.blocks.TypedTableBlock', [[('row_heading', 10), ('text', 11), ('number', 12), ('rich_text', 13)]], {'group': 'Cases and figures'}), 15: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 160}), 16: ('wagtail.blocks.StructBlock', [[('title', 15), ('text', 2)]], {}), 17: ('wagtail.blocks.ListBlock', (16,), {'label': 'Items', 'min_num': 1}), 18: ('wagtail.blocks.StructBlock', [[('title', 4), ('items', 17)]], {'group': 'Text'}), 19: ('wagtail.snippets.blocks.SnippetChooserBlock', ('clairdroit_partners_snippets.Partner',), {'label': 'Partner'}), 20: ('wagtail.blocks.ListBlock', (19,), {'label': 'Partners', 'min_num': 1}), 21: ('wagtail.blocks.StructBlock', [[('title', 4), ('partners', 20)]], {'group': 'People, procedures and sources'}), 22: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('en_ligne', 'Online service'), ('formulaire', 'Form to fill in'), ('simulateur', 'Simulator'), ('lettre', 'Letter template')], 'label': 'Kind'}), 23: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 200}), 24: ('wagtail.blocks.URLBlock', (), {'label': 'Address'}), 25: ('wagtail.blocks.CharBlock', (), {'label': 'CERFA number', 'max_length': 8, 'required': False, 'validators': [clairdroit.kb_pages.validators.check_cerfa_number]}), 26: ('wagtail.blocks.CharBlock', (), {'help_text': 'The body that answers for it.', 'label': 'Provided by', 'max_length': 160, 'required': False}), 27: ('wagtail.blocks.CharBlock', (), {'label': 'Remark', 'max_length': 300, 'required': False}), 28: ('wagtail.blocks.StructBlock', [[('kind', 22), ('title', 23), ('url', 24), ('cerfa_number', 25), ('provider', 26), ('note', 27)]], {'group': 'People, procedures and sources'}), 29: ('wagtail.blocks.CharBlock', (), {'label': 'Sheet'}), 30: ('wagtail.blocks.ListBlock', (29,), {'label': 'Sheets', 'min_num': 1}), 31: ('wagtail.blocks.StructBlock', [[('title', 4), ('sheets', 30)]], {'group': 'People, procedures and sources'})}, verbose_name='body')),
                ('organiser', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='events', to='clairdroit_partners_snippets.partner', verbose_name='organised by')),
            ],
            options={
                'verbose_name': 'event',
                'verbose_name_plural': 'events',
                'constraints': [models.CheckConstraint(condition=models.Q(('end__gte', models.F('start'))), name='kb_pages_event_ends_after_it_starts', violation_error_message='The event must end after it starts.')],
            },
            bases=(wagtail.contrib.routable_page.models.RoutablePageMixin, 'wagtailcore.page'),
        ),
    ]

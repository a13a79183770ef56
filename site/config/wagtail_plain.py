"""Wagtail's French that means something else, or words that editors do not use.

« Enregistrer écrira une nouvelle version » stood for “will overwrite a newer one”, « région » for a language, « slug » for the end of an
address. As in `wagtail_words`, ours stand in the shell's catalogue.
"""

# ruff: noqa: E501 - Wagtail's sentences, whole, so that they are found by their words.

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy

PLAIN = [
    _("Saving will overwrite a newer version."),
    _("Available in %(translations_total)s locales"),
    _("Change privacy"),
    _("Current page status:"),
    _("Status: "),
    _("Locking status"),
    _("Locale"),
    _("Locale: "),
    _("Locales"),
    _("locale"),
    _("Wagtail locales"),
    _("Switch locales"),
    _("Add a locale"),
    _("Add locale"),
    _("Delete locale"),
    _("Locale '%(object)s' created."),
    _("Locale '%(object)s' deleted."),
    _("Locale '%(object)s' updated."),
    _("Locale '{0}' created."),
    _("Locale '{0}' deleted."),
    _("Locale '{0}' updated."),
    _("The locale could not be saved due to errors."),
    _("This locale cannot be deleted because there are no other locales."),
    _("This locale cannot be deleted because there are pages and/or other objects using it."),
    _("This locale's current language code is not supported. Please choose a new language or delete this locale."),
    _("This locale's language code is not supported"),
    _(
        "Choose a locale to synchronise content from. Any existing and future content authored in the selected locale will be automatically copied to this one."
    ),
    _("Synchronise content from another locale"),
    _("This locale cannot be synced into itself."),
    _("{} locales"),
    _(
        "Pages created here will not be accessible at any URL. To add pages to an existing site, create them as children of the homepage."
    ),
    _("The page could not be created due to validation errors."),
    _("The page could not be saved due to validation errors."),
    _("There are validation errors, click save to highlight them."),
    _("Correct the validation errors to resume preview (saving will highlight errors)"),
    _("Redirects"),
    _("Wagtail redirects"),
    _("Site history"),
    _("The page title as you'd like it to be seen by the public"),
    _("The name of the page as it will appear in URLs e.g http://domain.com/blog/[my-slug]/"),
    _("slug"),
    _("New slug"),
    _("The slug '%(page_slug)s' is already in use within the parent page."),
    _(
        "The slug '%(page_slug)s' is already in use at the selected parent page. Make sure the slug is unique and try again."
    ),
    _("The slug '%(page_slug)s' is already in use within the parent page at '%(parent_url_path)s'."),
    _('This slug is already in use within the context of its parent page "%(parent_page_title)s"'),
    _("Sent to %(task_name)s %(started_at)s"),
]

COUNTS = [
    ngettext_lazy(
        '%(total)s Page <span class="w-sr-only">created in %(site_name)s</span>',
        '%(total)s Pages <span class="w-sr-only">created in %(site_name)s</span>',
    ),
    ngettext_lazy(
        '%(total)s Image <span class="w-sr-only">created in %(site_name)s</span>',
        '%(total)s Images <span class="w-sr-only">created in %(site_name)s</span>',
    ),
    ngettext_lazy(
        '%(total)s Document <span class="w-sr-only">created in %(site_name)s</span>',
        '%(total)s Documents <span class="w-sr-only">created in %(site_name)s</span>',
    ),
]

"""Wagtail's sentences that the shell's catalogue says better.

Wagtail's French greets editors with "Salut", its notifications speak of tasks and workflows, and whoever submits a
record or a page reads that it "has been scheduled for publication". A project's catalogue
comes before those of its apps, so the same messages stand in `locale/`; `make messages` keeps them because they are
named here. Those that Wagtail cannot bend by gender are in `wagtail_genders`.
"""

from django.utils.translation import gettext_noop as _

NOTIFICATIONS = [
    _("Hello %(username)s,"),
    _('The page "%(title)s" has been submitted for approval in moderation stage "%(task)s"'),
    _('The page "%(title)s" has been submitted for approval in moderation stage "%(task)s".'),
    _('The page "%(title)s" has been submitted for approval to moderation stage "%(task)s".'),
    _('The %(model_name)s "%(title)s" has been submitted for approval in moderation stage "%(task)s"'),
    _('The %(model_name)s "%(title)s" has been submitted for approval in moderation stage "%(task)s".'),
    _('The %(model_name)s "%(title)s" has been submitted for approval to moderation stage "%(task)s".'),
    _("You can preview the page here:"),
    _("You can edit the page here:"),
    _("You can view the page here:"),
    _("You can preview the %(model_name)s here:"),
    _("You can edit the %(model_name)s here:"),
    _('The page "%(title)s" has been approved in workflow "%(workflow)s".'),
    _('The %(model_name)s "%(title)s" has been approved in workflow "%(workflow)s".'),
    _('The page "%(title)s" has been approved in "%(workflow)s".'),
    _('The %(model_name)s "%(title)s" has been approved in "%(workflow)s".'),
    _('The page "%(title)s" has been rejected during "%(task)s" in workflow "%(workflow)s" by %(rejector)s.'),
    _('The page "%(title)s" has been rejected during "%(task)s" in workflow "%(workflow)s".'),
    _('The %(model_name)s "%(title)s" has been rejected during "%(task)s" in workflow "%(workflow)s" by %(rejector)s.'),
    _('The %(model_name)s "%(title)s" has been rejected during "%(task)s" in workflow "%(workflow)s".'),
    _('The page "%(title)s" has been rejected during "%(workflow)s".'),
    _('The %(model_name)s "%(title)s" has been rejected during "%(workflow)s".'),
    _('The following comment was left: "%(comment)s"'),
]
# Lists: what French makes of a name that is put into a sentence ("pas de adresses"), and what is left in English.
LISTS = [
    _("Search %(name)s"),
    _("Add %(object)s"),
    _("Sorry, there are no %(name)s matching your search parameters."),
    _("No %(name)s have been created yet."),
    _("There are no %(model_name)s to display."),
    _("Back to %(model_name)s list"),
    _("Inspecting %(object)s"),
    _("Inspect this %(object)s"),
]
MESSAGES = [
    _("%(model_name)s '%(object)s' has been submitted for moderation."),
    _("%(model_name)s '%(object)s' created and submitted for moderation."),
]

# A button that was cut on a telephone, and words that are not French.
SIGNING_IN = [
    _("Sign in to Wagtail"),
    _("Skip to main content"),
    _("Reset password"),
]

# Of a link that was cut, too.
RESET_LINKS = [
    _("Invalid password reset link"),
    _("The password reset link was invalid, possibly because it has already been used."),
    _("Request a new password reset"),
]

UPLOADS = [
    _("This file has too many pixels (%(num_pixels)s). Maximum pixels %(max_pixels_count)s."),
    _("unknown number"),  # stands in the brackets
]

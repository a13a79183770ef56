from wagtail.snippets.models import register_snippet

from clairdroit.partners_snippets.viewsets import PartnersGroup

register_snippet(PartnersGroup)

from wagtail.snippets.models import register_snippet

from clairdroit.glossary.viewsets import EntryViewSet

register_snippet(EntryViewSet)

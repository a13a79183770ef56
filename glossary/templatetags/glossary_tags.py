from __future__ import annotations

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from clairdroit.glossary.explaining import explainer

register = template.Library()


class ExplainNode(template.Node):
    def __init__(self, content: NodeList, language: FilterExpression | None) -> None:
        self.content = content
        self.language = language

    def render(self, context: Context) -> SafeString:
        html = self.content.render(context)
        language = (self.language.resolve(context) if self.language else None) or get_language() or ""
        return mark_safe(explainer(language).explain(html, language))


@register.tag
def explain_words(parser: Parser, token: Token) -> ExplainNode:
    """`{% explain_words "fr" %}…{% endexplain_words %}`: once a page, around its running text.

    The language is the text's; without one, the reader's.
    """
    parts = token.split_contents()
    content = parser.parse(("endexplain_words",))
    parser.delete_first_token()
    return ExplainNode(content, parser.compile_filter(parts[1]) if len(parts) > 1 else None)

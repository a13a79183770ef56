from django import template

from clairdroit.comarquage.rendering.typography import day_in_words, typeset

register = template.Library()
register.filter("typeset", typeset)
register.filter("day_in_words", day_in_words)

from django import template

from clairdroit.comarquage.rendering.typography import typeset

register = template.Library()
register.filter("typeset", typeset)

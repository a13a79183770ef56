"""`{% way_to "ask" as ask_url %}`: where a public form is, "" where no app has it."""

from django import template

from clairdroit.public_forms.ways import way_to

register = template.Library()
register.simple_tag(way_to)

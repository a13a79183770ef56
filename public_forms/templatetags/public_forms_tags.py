"""`{% public_form_url "ask" as ask_url %}`: where a public form is, "" where no app has it."""

from django import template

from clairdroit.public_forms.form_addresses import public_form_url

register = template.Library()
register.simple_tag(public_form_url)

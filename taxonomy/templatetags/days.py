"""Days in words, for templates: `{{ question.received_at|day_in_words }}`, `{{ asked_on|day_in_words:"j F" }}`."""

from django import template

from clairdroit.taxonomy.day_words import day_in_words

register = template.Library()
register.filter(day_in_words)

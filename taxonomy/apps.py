from django.apps import AppConfig


class TaxonomyConfig(AppConfig):
    """What things are about and for whom: headings, publics, kinds; days and dates in words."""

    name = "clairdroit.taxonomy"
    label = "clairdroit_taxonomy"

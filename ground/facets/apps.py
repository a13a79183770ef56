from django.apps import AppConfig


class FacetsConfig(AppConfig):
    """Lists that are narrowed by their address: a state, counts beside each choice, one choice taken away."""

    name = "clairdroit.facets"
    label = "clairdroit_facets"

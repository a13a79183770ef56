"""The places that the demonstration names, and what tells its loader that the territories are there."""

from django.utils.text import slugify

from clairdroit.territories.models import Commune, Departement, Epci, LaterWords


def make_territories():
    yvelines = Departement.objects.create(code="78", name="Yvelines", region_code="11", region_name="Île-de-France")
    brittany = Departement.objects.create(code="35", name="Ille-et-Vilaine", region_code="53", region_name="Bretagne")
    epci = Epci.objects.create(code="247800584", name="CA Versailles Grand Parc", kind="CA")
    for insee, name, departement, group in (
        ("78646", "Versailles", yvelines, epci),
        ("78126", "La Celle-Saint-Cloud", yvelines, epci),
        ("35238", "Rennes", brittany, None),
    ):
        Commune.objects.create(
            insee=insee,
            name=name,
            slug=slugify(name),
            search_name=slugify(name).replace("-", " "),
            departement=departement,
            epci=group,
        )
    LaterWords.objects.create(words="celle saint cloud", commune_id="78126")

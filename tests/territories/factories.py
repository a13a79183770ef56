import factory
from factory.django import DjangoModelFactory

from clairdroit.territories.models import Commune, Departement, Epci, PostalCode
from clairdroit.territories.names import normalise, sound, without_article


class DepartementFactory(DjangoModelFactory):
    class Meta:
        model = Departement
        django_get_or_create = ["code"]

    code = "78"
    name = "Yvelines"
    region_code = "11"
    region_name = "Île-de-France"


class EpciFactory(DjangoModelFactory):
    class Meta:
        model = Epci
        django_get_or_create = ["code"]

    code = "247800584"
    name = "CA Versailles Grand Parc (CAVGP)"
    kind = "CA"


class CommuneFactory(DjangoModelFactory):
    """Versailles unless told otherwise; `postal_codes=[…]` makes its postal codes."""

    class Meta:
        model = Commune
        django_get_or_create = ["insee"]
        skip_postgeneration_save = True

    class Params:
        versailles = factory.Trait(insee="78646")
        viroflay = factory.Trait(
            insee="78686", name="Viroflay", main_postal_code="78220", latitude=48.8021, longitude=2.1735
        )
        marseille = factory.Trait(
            insee="13055",
            name="Marseille",
            main_postal_code="",
            latitude=43.2916,
            longitude=5.42057,
            population=886040,
            departement=factory.SubFactory(DepartementFactory, code="13", name="Bouches-du-Rhône", region_code="93"),
            epci=None,
        )

    insee = "78646"
    name = "Versailles"
    slug = factory.LazyAttribute(lambda o: normalise(o.name).replace(" ", "-"))
    search_name = factory.LazyAttribute(lambda o: without_article(normalise(o.name)))
    sound = factory.LazyAttribute(lambda o: sound(normalise(o.name)))
    main_postal_code = "78000"
    departement = factory.SubFactory(DepartementFactory)
    epci = factory.SubFactory(EpciFactory)
    population = 84000
    latitude = 48.8039
    longitude = 2.1191

    @factory.post_generation
    def postal_codes(obj, create, extracted, **kwargs):
        codes = extracted if extracted is not None else [obj.main_postal_code]
        for code in filter(None, codes):
            PostalCode.objects.get_or_create(code=code, commune=obj)

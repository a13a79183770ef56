import datetime

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Workflow, WorkflowContentType, WorkflowTask

from clairdroit.partners_snippets.models import ImportedRecord, Partner, PartnerKind
from tests.partners_snippets.admin_form import PREFIX, form_data
from tests.partners_snippets.factories import PartnerFactory, PartnerMemberFactory, PlaceFactory
from tests.questions.factories import AssignmentFactory
from tests.territories.factories import CommuneFactory, DepartementFactory, EpciFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client, django_user_model):
    user = django_user_model.objects.create_superuser("chef", "chef@interne.invalid", "x" * 12)
    client.force_login(user)
    return client


def test_an_editor_adds_a_partner_with_place_and_territory(editor):
    CommuneFactory()
    response = editor.post(reverse(f"{PREFIX}:add"), form_data(**{"action-publish": "1"}))

    assert response.status_code == 302, response.context["form"].errors
    partner = Partner.objects.get()
    assert partner.live
    assert partner.heading_keys == ["logement"]
    assert [commune.pk for commune in partner.communes.all()] == ["78646"]
    assert [departement.pk for departement in partner.departements.all()] == ["78"]
    place = partner.places.get()
    assert place.commune_id == "78646"
    assert place.latitude == pytest.approx(48.8039)
    assert partner.latest_revision is not None


def test_a_draft_changes_nothing_for_readers_until_it_is_published(editor):
    CommuneFactory()
    partner = PartnerFactory(name="Ancien nom")
    response = editor.post(reverse(f"{PREFIX}:edit", args=[partner.pk]), form_data(name="Nouveau nom"))
    assert response.status_code == 302
    partner.refresh_from_db()
    assert partner.name == "Ancien nom"
    assert partner.get_latest_revision_as_object().name == "Nouveau nom"
    assert [c.pk for c in partner.get_latest_revision_as_object().communes.all()] == ["78646"]


def test_a_territory_that_means_several_is_refused_beside_its_field(editor):
    departement = DepartementFactory(code="93", name="Seine-Saint-Denis")
    CommuneFactory(insee="93066", name="Saint-Denis", main_postal_code="93200", departement=departement)
    CommuneFactory(insee="97411", name="Saint-Denis", main_postal_code="97400")
    response = editor.post(reverse(f"{PREFIX}:add"), form_data(communes="saint-denis", departements="Atlantide"))
    errors = response.context["form"].errors
    assert set(errors) == {"communes", "departements"}
    assert "saint-denis" in str(errors["communes"])
    assert "saint-denis" in response.content.decode()


def test_the_form_shows_territories_so_that_saving_changes_nothing(editor):
    commune, epci = CommuneFactory(), EpciFactory()
    partner = PartnerFactory(communes=[commune], epcis=[epci])
    form = editor.get(reverse(f"{PREFIX}:edit", args=[partner.pk])).context["form"]
    shown = {name: form[name].value() for name in ("communes", "epcis", "departements")}
    assert form.fields["communes"].prepare_value(shown["communes"]) == "Versailles (78000) #78646"
    assert form.fields["communes"].clean("Versailles (78000) #78646\r\n") == [commune]
    assert form.fields["epcis"].clean(form.fields["epcis"].prepare_value(shown["epcis"])) == [epci]


def test_the_edit_page_does_not_list_all_communes(editor, django_assert_max_num_queries):
    CommuneFactory()
    partner = PartnerFactory(with_place=True)
    html = editor.get(reverse(f"{PREFIX}:edit", args=[partner.pk])).content.decode()
    assert "Viroflay" not in html
    CommuneFactory(viroflay=True)
    assert "Viroflay" not in editor.get(reverse(f"{PREFIX}:edit", args=[partner.pk])).content.decode()


def test_the_preview_shows_the_draft_as_readers_would_see_it(editor):
    CommuneFactory()
    partner = PartnerFactory(with_place=True, with_private_contact=True)
    url = reverse(f"{PREFIX}:preview_on_edit", args=[partner.pk])
    assert editor.post(url, form_data(name="Nom en projet")).json()["is_valid"]
    html = editor.get(url, {"mode": ""}).content.decode()
    assert "Nom en projet" in html
    assert "Camille Exemple" not in html


def test_the_list_filters_what_needs_an_editor(editor):
    right = PartnerFactory(name="Tout va bien", verified=True, with_place=True)
    words = PartnerFactory(name="Horaires en mots", verified=True)
    PlaceFactory(partner=words, hours_in_words=True)
    stale = PartnerFactory(name="À vérifier", stale=True)
    differs = PartnerFactory(name="Autre avis", verified=True, imported=True)
    ImportedRecord.objects.create(
        partner=differs,
        checksum="x",
        set_aside={"phone": "01 99 00 00 01"},
        imported_at=datetime.datetime.now(datetime.UTC),
    )
    for query, expected in {
        "hours_in_words=true": {words},
        "overdue=true": {stale},
        "set_aside=true": {differs},
        "kind=ccas": {right, words, stale, differs},
        "kind=caf": set(),
        "departement=78": {right, words},
    }.items():
        response = editor.get(f"{reverse(f'{PREFIX}:list')}?{query}")
        assert set(response.context["object_list"]) == expected, query


def test_the_list_is_searched_by_name_in_the_table_itself(editor):
    found = PartnerFactory(name="Maison des familles")
    PartnerFactory(name="ADIL d’essai")
    with CaptureQueriesContext(connection) as queries:
        response = editor.get(f"{reverse(f'{PREFIX}:list')}?q=FAMILLES")
    assert list(response.context["object_list"]) == [found]
    assert not [query for query in queries if "wagtailsearch" in query["sql"]]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_list_is_exported_without_anything_private(editor, form):
    PartnerFactory(with_private_contact=True, headings=["logement"])
    response = editor.get(f"{reverse(f'{PREFIX}:list')}?export={form}")
    content = b"".join(response.streaming_content) if response.streaming else response.content
    assert response.status_code == 200
    assert content
    if form == "csv":
        text = content.decode()
        assert "logement" in text
        assert "equipe@interne.invalid" not in text
        assert "camille" not in text.lower()


def test_the_list_costs_the_same_number_of_queries_for_many(editor, django_assert_max_num_queries):
    url = reverse(f"{PREFIX}:list")
    PartnerFactory()
    editor.get(url)
    with django_assert_max_num_queries(30) as few:
        editor.get(url)
    PartnerFactory.create_batch(10, headings=["emploi"])
    with django_assert_max_num_queries(len(few)):
        editor.get(url)


def test_what_the_source_says_stands_beside_an_editors_correction(editor):
    partner = PartnerFactory(imported=True)
    ImportedRecord.objects.create(
        partner=partner,
        checksum="x",
        set_aside={"phone": "01 99 00 00 01", "headings": ["logement"], "place.position": None},
        imported_at=datetime.datetime.now(datetime.UTC),
    )
    html = editor.get(reverse(f"{PREFIX}:edit", args=[partner.pk])).content.decode()
    assert "01 99 00 00 01" in html
    assert "Mon logement" in html


def test_a_partner_goes_through_a_workflow(editor, django_user_model):
    CommuneFactory()
    group = Group.objects.create(name="Relecture")
    task = GroupApprovalTask.objects.create(name="Relire")
    task.groups.add(group)
    workflow = Workflow.objects.create(name="Partenaires")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowContentType.objects.create(workflow=workflow, content_type=ContentType.objects.get_for_model(Partner))
    partner = PartnerFactory()
    response = editor.post(
        reverse(f"{PREFIX}:edit", args=[partner.pk]),
        form_data(communes="", name="Proposé", **{"action-submit": "1"}),
    )
    assert response.status_code == 302
    partner.refresh_from_db()
    assert partner.current_workflow_state.status == "in_progress"


def test_someone_without_rights_sees_no_partner_in_the_admin(client, django_user_model):
    user = django_user_model.objects.create_user("autre", "autre@interne.invalid", "x" * 12)
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    assert client.get(reverse(f"{PREFIX}:list")).status_code == 302


def test_kinds_are_edited_with_their_pivots(editor):
    url = reverse("wagtailsnippets_clairdroit_partners_snippets_partnerkind:edit", args=["caf"])
    form = editor.get(url).context["form"]
    assert [pivot["pivot"].value() for pivot in form.formsets["pivots"].forms] == ["caf"]
    assert form["networks"].value() == "caf"


def test_the_members_of_partners_are_listed(editor, django_user_model):
    user = django_user_model.objects.create_user("lise", "lise@interne.invalid")
    member = PartnerMemberFactory(partner=PartnerFactory(name="UDAF d’essai"), user=user)
    url = reverse("wagtailsnippets_clairdroit_partners_snippets_partnermember:list")
    assert list(editor.get(url).context["object_list"]) == [member]


def test_hours_that_cannot_be_read_are_refused_beside_their_field(editor):
    CommuneFactory()
    response = editor.post(
        reverse(f"{PREFIX}:add"),
        form_data(**{"places-0-opening_hours": "Lundi 9h-17h", "action-publish": "1"}),
    )

    assert response.status_code == 200
    assert not Partner.objects.exists()
    assert "Ces horaires ne sont pas lisibles" in response.content.decode()


@pytest.mark.parametrize("several", [False, True])
def test_a_partner_that_questions_were_sent_to_is_not_deleted(editor, several):
    partner = AssignmentFactory().partner
    free = PartnerFactory(name="Sans question")
    url = reverse(f"{PREFIX}:delete", args=[partner.pk])
    if several:
        url = reverse("wagtail_bulk_action", args=["clairdroit_partners_snippets", "partner", "delete"])
        url += f"?id={partner.pk}&id={free.pk}"
    for method in (editor.get, editor.post):
        response = method(url, follow=True)
        assert "ne peut pas être supprimé" in response.content.decode()
    assert Partner.objects.filter(pk__in=[partner.pk, free.pk]).count() == 2


def test_a_partner_that_nothing_needs_is_deleted(editor):
    partner = PartnerFactory()
    assert editor.post(reverse(f"{PREFIX}:delete", args=[partner.pk])).status_code == 302
    assert not Partner.objects.exists()


def test_a_kind_that_partners_have_is_not_deleted(editor):
    kind = PartnerFactory().kind
    url = reverse("wagtailsnippets_clairdroit_partners_snippets_partnerkind:delete", args=[kind.pk])
    assert "ne peut pas être supprimé" in editor.post(url, follow=True).content.decode()
    assert PartnerKind.objects.filter(pk=kind.pk).exists()

"""What the editor of a page or partner offers: who looks after it, how often, and the "still right" button."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.test import RequestFactory
from wagtail.admin.panels import FieldPanel, ObjectList

from clairdroit.freshness.panels import FreshnessPanel, OwnerPanel, verify_key
from clairdroit.partners_snippets.models import Partner
from tests.partners_snippets.factories import PartnerFactory

pytestmark = pytest.mark.django_db


def account(username, *, admin=False, **values):
    user = get_user_model().objects.create_user(username, **values)
    if admin:
        group, _created = Group.objects.get_or_create(name="entrent")
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        user.groups.add(group)
    return user


def bound(partner, user, panel=None):
    handler = ObjectList([panel or FreshnessPanel()]).bind_to_model(Partner)
    request = RequestFactory().get("/")
    request.user = user
    form = handler.get_form_class()(instance=partner)
    return handler.get_bound_panel(instance=partner, request=request, form=form)


def owners_offered(partner):
    panel = bound(partner, account("qui-regarde"))
    panel.render_html()
    return sorted(label for value, label in panel.form.fields["owner"].choices if value)


def test_the_owners_offered_are_the_people_who_can_sign_in_to_the_admin_each_once():
    account("claire", admin=True, first_name="Claire", last_name="Petit")
    both = account("chef", admin=True, is_superuser=True)
    both.groups.add(Group.objects.create(name="encore"))
    account("parti", admin=True, is_active=False)
    account("accueil")
    assert owners_offered(PartnerFactory()) == ["Claire Petit", "chef"]


def test_whoever_is_chosen_already_stays_offered_after_they_left():
    gone = account("parti", is_active=False)
    assert owners_offered(PartnerFactory(owner=gone)) == ["parti"]


@pytest.mark.parametrize(("rights", "is_offered"), [(["change_partner"], True), (["view_partner"], False), ([], False)])
def test_the_button_is_for_those_who_may_confirm(rights, is_offered):
    user = account("claire", admin=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    partner = PartnerFactory()
    html = bound(partner, user).render_html()
    assert (f'data-verify-item="{verify_key(partner)}"' in html) is is_offered


def test_the_panel_brings_its_script_and_its_style_and_says_when_it_was_confirmed():
    partner = PartnerFactory(verified=True)
    panel = bound(partner, account("chef", is_superuser=True))
    media = str(panel.media)
    assert "freshness/verify_button.js" in media
    assert "freshness/admin.css" in media
    assert "pill--ok" in panel.render_html()


def test_an_app_may_choose_its_own_fields():
    panel = FreshnessPanel([FieldPanel("review_months")], heading="À revoir")
    assert [child.field_name for child in panel.children] == ["review_months"]
    assert panel.heading == "À revoir"
    assert [child.field_name for child in FreshnessPanel().children] == ["owner", "review_months"]
    assert isinstance(FreshnessPanel().children[0], OwnerPanel)

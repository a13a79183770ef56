"""The list of people with an account, and what each may do. The accounts behind partners' links are no people: they are
listed apart, where an administrator can switch one off.
"""

from collections.abc import Mapping
from typing import Any

import django_filters
from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from wagtail.admin.ui.tables import Column
from wagtail.users.views import users

from clairdroit.kb_pages.accounts.permissions import user_can_change_account
from clairdroit.kb_pages.accounts.rights import reach_of
from clairdroit.partners_snippets.models import PartnerMember

KIND, BOXES = "comptes", "partenaires"


def people_or_boxes(data: Mapping[str, Any]) -> Any:
    """What the list's address asks for: people, unless it says the partners' boxes."""
    is_box = Exists(PartnerMember.objects.filter(user=OuterRef("pk"), is_team_box=True))
    accounts = get_user_model()._default_manager
    return accounts.filter(is_box) if data.get(KIND) == BOXES else accounts.exclude(is_box)


class AccountFilterSet(users.UserFilterSet):
    comptes = django_filters.ChoiceFilter(
        label=_("Accounts"),
        method="as_asked",
        choices=[(BOXES, _("Behind the partners’ links"))],
        empty_label=_("Of people"),
        widget=forms.RadioSelect,
    )

    def as_asked(self, accounts: Any, name: str, value: str) -> Any:
        """The list itself begins with what is asked for."""
        return accounts

    class Meta(users.UserFilterSet.Meta):
        pass


class IndexView(users.IndexView):
    """An account out of reach has no way to its form. Which ones are is asked for all rows at once."""

    filterset_class = AccountFilterSet

    @cached_property
    def columns(self) -> list[Column]:
        return [
            Column("roles", label=_("Roles"), accessor=roles_of, width="25%")
            if column.name == "is_superuser"
            else column
            for column in super().columns
        ]

    def get_base_queryset(self) -> Any:
        accounts = super().get_base_queryset().filter(pk__in=people_or_boxes(self.request.GET).values("pk"))
        return accounts.prefetch_related("groups", "user_permissions", "partner_memberships__partner")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user: Any = request.user
        # Once for all rows, of which each would ask for it (`rights.reach_of`).
        user.reach = reach_of(user)
        return super().get(request, *args, **kwargs)

    def get_edit_url(self, instance: Any) -> str | None:
        return super().get_edit_url(instance) if user_can_change_account(self.request.user, instance) else None

    def get_delete_url(self, instance: Any) -> str | None:
        return super().get_delete_url(instance) if user_can_change_account(self.request.user, instance) else None


def roles_of(account: Any) -> str:
    """What the account may do, in the words of the groups; and for which partners somebody answers."""
    roles = [pgettext("role of an account", "Administrator")] if account.is_superuser else []
    roles += sorted(group.name for group in account.groups.all())
    roles += [
        str(_("Partner: %(name)s") % {"name": membership.partner.name})
        for membership in account.partner_memberships.all()
    ]
    return ", ".join(roles) or "–"

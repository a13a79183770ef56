"""Wagtail's screens of accounts and groups, within one's own rights."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.users.views import users
from wagtail.users.views.bulk_actions import AssignRoleBulkAction, DeleteBulkAction, SetActiveStateBulkAction

from clairdroit.kb_pages.accounts.forms import MORE_THAN_YOU, AccountCreationForm, AccountEditForm
from clairdroit.kb_pages.accounts.listing import IndexView, people_or_boxes
from clairdroit.kb_pages.accounts.permissions import (
    groups_to_give,
    user_can_change_account,
    user_can_change_groups,
)

# What each of them is mixed into.
if TYPE_CHECKING:
    from wagtail.users.views.bulk_actions.user_bulk_action import UserBulkAction as BulkAction
    from wagtail.users.views.users import EditView as AccountView
    from wagtail.users.views.users import EditView as FormView
else:
    FormView = AccountView = BulkAction = object

OUT_OF_REACH = _("This account may do more than yours: only an administrator can change it.")


class AsActor(FormView):
    """Hands the form who is asking."""

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "actor": self.request.user}


class WithinReach(AccountView):
    """Refuses before anything of the account is shown or read: with the reason, whatever the method.

    Whoever has nothing to do with accounts hears that first, from Wagtail.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        has_to_do = self.user_has_permission(self.permission_required)
        # `dispatch`, not `get`: a POST by hand, and the screens of history and deletion, are refused alike.
        account = self.get_object()
        user: Any = request.user
        if has_to_do and not user_can_change_account(user, account):
            messages.error(request, str(OUT_OF_REACH))
            return redirect("wagtailusers_users:index")
        return super().dispatch(request, *args, **kwargs)


class CreateView(AsActor, users.CreateView):
    pass


class EditView(WithinReach, AsActor, users.EditView):
    pass


class DeleteView(WithinReach, users.DeleteView):
    pass


class HistoryView(WithinReach, users.HistoryView):
    pass


class AccountViewSet(users.UserViewSet):
    index_view_class = IndexView
    add_view_class = CreateView
    edit_view_class = EditView
    delete_view_class = DeleteView
    history_view_class = HistoryView
    # The copy of an account would be a second person with the first one's name.
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type:
        return AccountEditForm if for_update else AccountCreationForm


class GroupPolicy(ModelPermissionPolicy):
    """Whatever permissions on groups were given: see `user_can_change_groups`."""

    def __init__(self) -> None:
        super().__init__(Group)

    def user_has_permission(self, user: Any, action: str) -> bool:
        return user_can_change_groups(user) and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return user_can_change_groups(user) and super().user_has_any_permission(user, actions)


class OfThoseListed(BulkAction):
    """ "All of the list" are those that the list shows, and not the accounts behind the partners' links beside them."""

    def get_all_objects_in_listing_query(self, parent_id: Any) -> Any:
        found = super().get_all_objects_in_listing_query(parent_id)
        return found.filter(pk__in=people_or_boxes(self.request.GET).values("pk"))


class AssignRole(OfThoseListed, AssignRoleBulkAction):
    def check_perm(self, obj: Any) -> bool:
        return super().check_perm(obj) and user_can_change_account(self.request.user, obj)

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        role = form.fields["role"]
        role.queryset = role.queryset.filter(pk__in=groups_to_give(self.request.user))
        role.error_messages = {**role.error_messages, "invalid_choice": MORE_THAN_YOU}
        return form


class SetActiveState(OfThoseListed, SetActiveStateBulkAction):
    def check_perm(self, obj: Any) -> bool:
        return super().check_perm(obj) and user_can_change_account(self.request.user, obj)


class Delete(OfThoseListed, DeleteBulkAction):
    def check_perm(self, obj: Any) -> bool:
        return super().check_perm(obj) and user_can_change_account(self.request.user, obj)


BULK_ACTIONS = (AssignRole, SetActiveState, Delete)

"""Included before Wagtail's own addresses, under the same prefix: some of these stand in for Wagtail's."""

from django.urls import path
from wagtail.admin.auth import require_admin_access

from clairdroit.sign_in.views import access, account, entry, passkeys, people, set_up

app_name = "clairdroit_sign_in"

urlpatterns = [
    path("login/", entry.SignInView.as_view(), name="sign_in"),
    path("login/step/", entry.step, name="step"),
    path("login/passkey/", passkeys.use, name="use_passkey"),
    path("login/passkey/begin/", passkeys.begin_to_use, name="begin_passkey"),
    path("login/password/", entry.new_password, name="new_password"),
    # Wagtail asks for the right to enter the admin before anybody may leave it.
    path("logout/", entry.SignOutView.as_view(), name="sign_out"),
    path("account/", require_admin_access(account.OwnAccountView.as_view()), name="account"),
    path("password_reset/confirm/<uidb64>/<token>/", account.ResetConfirmView.as_view(), name="reset_confirm"),
    # Cut or lengthened by a mail program: the same page that says so, instead of the way in.
    path("password_reset/confirm/", account.ResetConfirmView.as_view(), account.NO_KEY, name="reset_cut"),
    path(
        "password_reset/confirm/<path:rest>/",
        account.ResetConfirmView.as_view(),
        account.NO_KEY,
        name="reset_lengthened",
    ),
    path("access/", access.access, name="access"),
    path("access/app/", set_up.set_up, name="set_up"),
    path("access/app/confirm/", set_up.confirm, name="confirm"),
    path("access/passkeys/", passkeys.add, name="add_passkey"),
    path("access/passkeys/begin/", passkeys.begin_to_add, name="begin_to_add_passkey"),
    path("access/passkeys/<int:pk>/remove/", passkeys.remove, name="remove_passkey"),
    path("access/codes/", access.codes, name="codes"),
    path("access/remove/", access.remove, name="remove"),
    path("access/password/", access.password, name="password"),
    path("access/email/", access.email, name="email"),
    path("access/sessions/end-others/", access.end_others, name="end_others"),
    path("access/sessions/<uuid:key>/end/", access.end, name="end"),
    path("access/people/<str:pk>/", people.person, name="person"),
    path("access/people/<str:pk>/reset/", people.reset, name="reset"),
    path("access/people/<str:pk>/end-all/", people.end_all, name="person_end_all"),
    path("access/people/<str:pk>/sessions/<uuid:key>/end/", people.end, name="person_end"),
]

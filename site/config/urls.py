from django.apps import apps
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from config import health, media, script_words, sitemaps
from config.password_reset import PasswordResetView

handler500 = "config.outage.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    # Before Wagtail's own, under the same address and name of the view.
    path("admin/password_reset/", PasswordResetView.as_view()),
    path("admin/jsi18n/", script_words.admin, name="script_words"),
    path("admin/localize/jsi18n/", script_words.translations, name="script_words_of_translations"),
    path("admin/", include(wagtailadmin_urls)),
    re_path(r"^documents/(\d+)/(.*)$", media.document),
    path("documents/", include(wagtaildocs_urls)),
    path("media/<path:path>", media.media, name="media"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap_index"),
    path("sitemap-<section>.xml", sitemaps.sitemap, name="sitemap"),
]
if apps.is_installed("clairdroit.sign_in"):
    from config.sign_in import SignInView

    # Before Wagtail's own: some stand in for those.
    urlpatterns[:0] = [
        path("admin/login/", SignInView.as_view()),
        path("admin/", include("clairdroit.sign_in.urls")),
    ]
if apps.is_installed("clairdroit.connections"):
    urlpatterns.append(path("api/partenaire/v1/", include("clairdroit.connections.api.urls")))
if apps.is_installed("demo"):
    urlpatterns.append(path("demo/", include("demo.urls")))

# French without a prefix, other languages under theirs, so that a new language changes no address.
localized: list[URLPattern | URLResolver] = [
    path("", include("clairdroit.territories.urls")),
    path("", include("clairdroit.public_forms.urls")),
    path("", include("clairdroit.glossary.urls")),
    path("", include("clairdroit.partners_snippets.urls")),
    path("", include("clairdroit.comarquage.urls")),
    path("", include("clairdroit.kb_pages.urls")),
]
if apps.is_installed("clairdroit.sign_in"):
    # Where Wagtail sends visitors of a private page or document: the same way in, not a second one beside it.
    localized.append(path("_util/login/", SignInView.as_view(on_site=True)))
if apps.is_installed("clairdroit.connections"):
    # As the questions, before the partners' space, below which their pages stand.
    localized.append(path("", include("clairdroit.connections.urls")))
if apps.is_installed("clairdroit.questions"):
    localized.append(path("", include("clairdroit.questions.urls")))
localized.append(path("", include("clairdroit.partners_snippets.space.urls")))
if apps.is_installed("clairdroit.search"):
    localized.append(path("", include("clairdroit.search.urls")))
urlpatterns += i18n_patterns(*localized, path("", include(wagtail_urls)), prefix_default_language=False)

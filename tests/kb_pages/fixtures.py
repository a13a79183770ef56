"""The tree of pages and people of its groups, for the tests of apps that stand on it."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from tests.kb_pages.factories import ArticlePageFactory, TopicPageFactory, site_tree
from tests.roles.composed import composed_roles


@pytest.fixture
def tree(db):
    return site_tree()


@pytest.fixture
def roles(tree):
    """The tree with its groups and its moderation."""
    composed_roles()
    return tree


@pytest.fixture
def member_of(roles):
    """Makes a user who belongs to these groups."""

    def make(*names):
        user = get_user_model().objects.create_user(f"user-{get_user_model().objects.count()}", password="x")
        user.groups.set(Group.objects.filter(name__in=names))
        assert user.groups.count() == len(names)
        return user

    return make


@pytest.fixture
def topic(tree):
    return TopicPageFactory(parent=tree.headings["logement"])


@pytest.fixture
def article(topic):
    return ArticlePageFactory(parent=topic, verified=True)

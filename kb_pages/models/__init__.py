from clairdroit.kb_pages.models.articles import ArticlePage, ArticleTag, ArticleTerritory
from clairdroit.kb_pages.models.base import FixedPage, SitePage
from clairdroit.kb_pages.models.events import EventIndexPage, EventPage
from clairdroit.kb_pages.models.headings import HeadingPage, HomePage, TopicPage
from clairdroit.kb_pages.models.information import InformationPage
from clairdroit.kb_pages.models.news import NewsIndexPage, NewsPage
from clairdroit.kb_pages.models.settings import SiteIdentity

__all__ = [
    "ArticlePage",
    "ArticleTag",
    "ArticleTerritory",
    "EventIndexPage",
    "EventPage",
    "FixedPage",
    "HeadingPage",
    "HomePage",
    "InformationPage",
    "NewsIndexPage",
    "NewsPage",
    "SiteIdentity",
    "SitePage",
    "TopicPage",
]

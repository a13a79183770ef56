"""What the admin's first page counts: each number is what the list behind its link shows to this person."""

from typing import Any

from wagtail.admin.site_summary import PagesSummaryItem, SummaryItem
from wagtail.documents import get_document_model
from wagtail.documents.wagtail_hooks import DocumentsSummaryItem
from wagtail.images import get_image_model
from wagtail.images.wagtail_hooks import ImagesSummaryItem
from wagtail.models import Page
from wagtail.permissions import policy_registry


class PagesItem(PagesSummaryItem):
    """Wagtail counts all pages, and leads to the few right below the first one: here to the list of all."""

    template_name = "kb_pages/admin/pages_summary.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"total": policy_registry.get_by_type(Page).explorable_instances(self.request.user).count()}


class ImagesItem(ImagesSummaryItem):
    """Wagtail counts those that one may put into a text too, which its list leaves out."""

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        total = listed(get_image_model(), self.request.user)
        return {**super().get_context_data(parent_context), "total_images": total}


class DocumentsItem(DocumentsSummaryItem):
    """As for images."""

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        total = listed(get_document_model(), self.request.user)
        return {**super().get_context_data(parent_context), "total_docs": total}


def listed(model: Any, user: Any) -> int:
    # The two actions that Wagtail's own lists of files ask for.
    files = policy_registry.get_by_type(model).instances_user_has_any_permission_for(user, {"change", "delete"})
    return files.count()


OURS: dict[type[SummaryItem], type[SummaryItem]] = {
    PagesSummaryItem: PagesItem,
    ImagesSummaryItem: ImagesItem,
    DocumentsSummaryItem: DocumentsItem,
}

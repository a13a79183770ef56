from typing import Any

from django import template

from clairdroit.help_pages.pages import page_for

register = template.Library()


@register.inclusion_tag("help_pages/includes/link.html", takes_context=True)
def help_link(context: dict[str, Any]) -> dict[str, Any]:
    """The “?” of a screen: to the page about it, else to the contents. Nothing for who is not signed in."""
    request = context.get("request")
    match = getattr(request, "resolver_match", None)
    return {
        "is_shown": request is not None and request.user.is_authenticated,
        "page": page_for(match.view_name) if match else None,
    }


@register.inclusion_tag("help_pages/includes/picture.html")
def help_picture(image: str, alt: str) -> dict[str, str]:
    """A screen, as a static file of 1,280 by 800 pixels; `alt` says what it shows, in the text's language."""
    return {"image": image, "alt": alt}

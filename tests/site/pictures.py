"""Pictures to send."""

import io

from PIL import Image as Picture


def picture(kind="png", size=(40, 30)):
    content = io.BytesIO()
    Picture.new("RGB", size, "red").save(content, kind)
    return content.getvalue()

"""Whether a document is what its name says, asked when it is uploaded."""

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from wagtail.documents.forms import BaseDocumentForm

from config.document_kinds import BEGINNINGS, EXTENSIONS, is_of_kind


class DocumentForm(BaseDocumentForm):
    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if "file" not in self.changed_data:
            return file
        extension = file.name.rpartition(".")[2].lower() if file.name and "." in file.name else ""
        if extension not in BEGINNINGS:
            raise ValidationError(
                _("Files of this kind are not taken. Possible are: %(kinds)s.") % {"kinds": ", ".join(EXTENSIONS)}
            )
        file.seek(0)
        start = file.read(1024)
        file.seek(0)
        if not is_of_kind(start, extension):
            raise ValidationError(
                _("This file is not what its name says (.%(kind)s). Save it again in that format, then upload it.")
                % {"kind": extension}
            )
        return file

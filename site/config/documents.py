"""Whether a document is what its name says, asked when it is uploaded."""

from typing import BinaryIO, cast

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from wagtail.documents.forms import BaseDocumentForm

from config.document_contents import Finding, looked_into
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
        found = (
            looked_into(cast(BinaryIO, file), extension) if is_of_kind(file.read(1024), extension) else Finding.ANOTHER
        )
        file.seek(0)
        if found is Finding.MACROS:
            raise ValidationError(
                _(
                    "This file holds macros: small programs, which readers would be asked to run. Save it without them "
                    "(as .docx, .xlsx or .pdf, for example), then upload it."
                )
            )
        if found is Finding.ANOTHER:
            raise ValidationError(
                _("This file is not what its name says (.%(kind)s). Save it again in that format, then upload it.")
                % {"kind": extension}
            )
        return file

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from clairdroit.comarquage.feed.mapping import proposed_first


def propose(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """What an import proposes for a new dossier, for those imported before. Ids that are absent do nothing."""
    apps.get_model("clairdroit_comarquage", "Dossier").objects.filter(pk__in=proposed_first()).update(comes_first=True)


class Migration(migrations.Migration):
    dependencies = [("clairdroit_comarquage", "0003_dossier_comes_first")]
    operations = [migrations.RunPython(propose, migrations.RunPython.noop)]

from django.db import migrations

from clairdroit.search import structures


class Migration(migrations.Migration):
    dependencies = [("clairdroit_search", "0001_initial")]

    operations = [migrations.RunPython(structures.create, structures.drop)]

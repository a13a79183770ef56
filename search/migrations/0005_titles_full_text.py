from django.db import migrations

from clairdroit.search import structures


class Migration(migrations.Migration):
    dependencies = [("clairdroit_search", "0004_suggested_titles")]

    operations = [migrations.RunPython(structures.create_titles, structures.drop_titles)]

from django.db import connections, models, router


def refresh_statistics(*changed: type[models.Model]) -> None:
    """Lets PostgreSQL count the rows of tables that an import has just filled.

    It plans by what it counted last, and counts by itself only some time after the import is committed. Until
    then a commune was looked up by going through all postal codes for each of the communes: minutes, not
    milliseconds. Other databases need nothing.
    """
    connection = connections[router.db_for_write(changed[0])]
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for model in changed:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")

from typing import ClassVar

from django.db import models


class TableVersion(models.Model):
    """How often a table that pages show was written to. A table that no kept page ever read has no row.

    Processes that keep pages compare the numbers with those that they last saw.
    """

    table = models.CharField(max_length=128, primary_key=True)
    number = models.PositiveBigIntegerField(default=0)

    objects: ClassVar[models.Manager["TableVersion"]] = models.Manager()

    def __str__(self) -> str:
        return str(self.table)

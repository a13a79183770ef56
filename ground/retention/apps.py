from django.apps import AppConfig


class RetentionConfig(AppConfig):
    """What goes by the clock: each app removes its own."""

    name = "clairdroit.retention"
    label = "clairdroit_retention"

    def ready(self) -> None:
        from clairdroit.retention import of_others, sweeps

        sweeps.register(of_others.SIGN_INS)
        sweeps.register(of_others.PREVIEWS)

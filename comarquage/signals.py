from django.dispatch import Signal

# Sent after an import was committed: `created`, `changed` and `withdrawn` are sets of sheet ids.
sheets_imported = Signal()

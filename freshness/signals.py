from django.dispatch import Signal

# Sent once the verification is committed; a cache or an index drops what it holds of `instance`.
verified = Signal()

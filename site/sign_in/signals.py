from django.dispatch import Signal

# A right password, of `user`, in `request`: told before the second step; Django's `user_logged_in` comes after it.
password_accepted = Signal()

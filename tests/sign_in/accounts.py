"""Somebody's own page of their account."""


def account(user, **changed):
    values = {"first_name": user.first_name, "last_name": user.last_name, "email": user.email} | changed
    data = {f"name_email-{name}": value for name, value in values.items()}
    return (
        data
        | {"theme-theme": "system", "theme-contrast": "system", "theme-density": "default"}
        | {"locale-preferred_language": "", "locale-current_time_zone": ""}
    )

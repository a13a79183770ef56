"""Who is to be reminded of what, and when. `jobs.reminders` looks for them every day, `actions.reminding` writes."""

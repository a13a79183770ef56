"""The outbox in the admin: what was sent and what became of it, and the addresses that mails come back from."""

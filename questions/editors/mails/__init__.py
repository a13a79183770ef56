"""What leaves and what cannot: the outbox, the addresses that mails come back from."""

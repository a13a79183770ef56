"""From the bytes of an e-mail to what they mean (docs/mail-intake.md). Nothing here changes the database."""

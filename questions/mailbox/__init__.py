"""The mailbox that replies arrive in, read over IMAP (docs/mail-intake.md)."""

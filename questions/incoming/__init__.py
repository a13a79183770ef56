"""From the bytes of an e-mail to what should become of it (docs/mail-intake.md); `actions.incoming` does it."""

"""What nobody but people without an account changes, and what becomes of it."""

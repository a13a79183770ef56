"""What nobody but a partner changes."""

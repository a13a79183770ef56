"""What nobody but editors, and the desk for whom it took a question down, changes."""

"""What of the questions stands in the moderation queue."""

"""From an answered question to the draft of a page."""

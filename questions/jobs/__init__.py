"""What the daily commands do: they look for what is due, and call the actions for each."""

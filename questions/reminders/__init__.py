"""What the clock asks for: who is reminded of what, and when. The changes themselves are actions."""

"""Pages of the sign-in, of one's own access and of other people's."""

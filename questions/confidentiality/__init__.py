"""How long what is kept, and what goes when a person asks for it. Encryption has a package of its own."""

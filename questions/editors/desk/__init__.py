"""A person came to the desk or telephoned: their question is taken down, and told its answer."""

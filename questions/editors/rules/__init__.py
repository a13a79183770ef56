"""Who is asked first for what: the rules of routing, tried before they are saved."""

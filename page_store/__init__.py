"""Pages for visitors, rendered once and then answered before Django until what they show changes."""

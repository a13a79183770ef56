"""The file of a question, with what its buttons do."""

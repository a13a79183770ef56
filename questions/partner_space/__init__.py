"""What partners do with a question: draft an answer, hand over, decline, ask for a detail, say what they take on."""

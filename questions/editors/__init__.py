"""What editors and the desk do with questions: read the file, decide, send, publish, take down, set the rules."""

"""An answer on its way to the person: read over, corrected, joined, written by an editor, sent."""

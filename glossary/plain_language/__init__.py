"""Whether a text is written in plain French: length of sentences, hard words, reading ease."""

from clairdroit.glossary.plain_language.checking import Finding, Kind, Report, check
from clairdroit.glossary.plain_language.words import HardWord, Vocabulary, vocabulary

__all__ = ["Finding", "HardWord", "Kind", "Report", "Vocabulary", "check", "vocabulary"]

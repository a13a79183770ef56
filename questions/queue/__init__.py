"""Everything that waits for an editor's decision, in one list. Each kind of thing registers itself (`registry`)."""

from clairdroit.questions.queue.registry import Described, Key, QueueItem, Source, register

__all__ = ["Described", "Key", "QueueItem", "Source", "register"]

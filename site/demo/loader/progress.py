from collections import Counter
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Loading:
    """What one run of the loader carries from step to step."""

    keep: bool = False
    users: dict[str, Any] = field(default_factory=dict)
    written: Counter[str] = field(default_factory=Counter)

    @property
    def admin(self) -> Any:
        return self.users["administrateur"]

    def count(self, what: str) -> None:
        self.written[what] += 1

    def summary(self) -> str:
        done = ", ".join(f"{number} {what}" for what, number in sorted(self.written.items()))
        return done or "nothing"

"""Verdict before an act: allowed, allowed after confirmation, or refused; with the reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from console.domain.refusal import sentence


class VerdictKind(StrEnum):
    """Verdict on a drop: allowed, to be confirmed or refused."""

    YES = "allowed"
    CONFIRM = "confirm"
    NO = "refused"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`key` and `detail` name the sentence of a refusal or of what must be confirmed."""

    allowed: VerdictKind
    key: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The reason in the language in force; "" when plainly allowed."""
        return sentence(self.key, self.detail) if self.key else ""


YES = Verdict(VerdictKind.YES)

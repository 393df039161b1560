"""Many short texts in two files that are mapped, not read: one of bytes, one of where each text starts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Texts:
    """Texts by number. `find` needs them written in the order of their UTF-8 bytes."""

    starts: NDArray[np.int64]
    body: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, number: int) -> str:
        return self._bytes(number).decode()

    def _bytes(self, number: int) -> bytes:
        return self.body[self.starts[number] : self.starts[number + 1]].tobytes()

    def find(self, text: str) -> int | None:
        """The number of the first text equal to `text`; None when there is none."""
        wanted = text.encode()
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self._bytes(middle) < wanted:
                low = middle + 1
            else:
                high = middle
        return low if low < len(self) and self._bytes(low) == wanted else None


def write_texts(folder: Path, name: str, texts: Iterable[str]) -> None:
    """Write `texts` as {name}.starts.npy and {name}.body.npy."""
    parts = [text.encode() for text in texts]
    starts = np.zeros(len(parts) + 1, np.int64)
    np.cumsum([len(part) for part in parts], out=starts[1:])
    np.save(folder / f"{name}.starts.npy", starts)
    np.save(folder / f"{name}.body.npy", np.frombuffer(b"".join(parts), np.uint8))


def map_texts(folder: Path, name: str) -> Texts:
    """The texts written as `name`, mapped."""
    return Texts(map_array(folder, f"{name}.starts"), map_array(folder, f"{name}.body"))


def map_array(folder: Path, name: str) -> NDArray[Any]:
    """The array written as {name}.npy, mapped read-only. A plain view: NumPy's own class is slow for single items."""
    mapped: NDArray[Any] = np.load(folder / f"{name}.npy", mmap_mode="r").view(np.ndarray)
    return mapped

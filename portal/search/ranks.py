"""Orders of a result list: one sortable number per document, no two alike, and the first few of them without sorting all."""

import numpy as np
from numpy.typing import NDArray

_TIE_BITS = 24  # up to 16 million documents
_GREATEST = np.int64(2**31 - 1)


def keys(primary: NDArray[np.integer], tie: NDArray[np.int64]) -> NDArray[np.int64]:
    """Ascending by a non-negative whole number, then by the tie-breaker."""
    found: NDArray[np.int64] = (primary.astype(np.int64) << _TIE_BITS) | tie
    return found


def by_score(scores: NDArray[np.float32], tie: NDArray[np.int64]) -> NDArray[np.int64]:
    """Greatest score first. The bits of non-negative floats sort as whole numbers do."""
    return keys(_GREATEST - np.ascontiguousarray(scores).view(np.int32), tie)


def by_distance(kilometres: NDArray[np.float32], tie: NDArray[np.int64]) -> NDArray[np.int64]:
    """Nearest first; infinite is last."""
    return keys(np.ascontiguousarray(kilometres).view(np.int32), tie)


def by_price(cents: NDArray[np.int32], tie: NDArray[np.int64]) -> NDArray[np.int64]:
    """Cheapest first; unknown, which is negative, is last."""
    return keys(np.where(cents < 0, _GREATEST, cents), tie)


def by_newest(published: NDArray[np.int64], tie: NDArray[np.int64]) -> NDArray[np.int64]:
    """Latest publication first, in seconds since 1970; unknown, which is 0, is last."""
    return keys(np.int64(2**34) - np.clip(published, 0, 2**34), tie)


def window(order: NDArray[np.int64], first: int, last: int) -> NDArray[np.intp]:
    """The places in `order` of its numbers ranked first..last (half open), in rank order."""
    if first >= len(order):
        return np.empty(0, np.intp)
    if last >= len(order):
        return np.argsort(order)[first:]
    front = np.argpartition(order, last - 1)[:last]
    return front[np.argsort(order[front])][first:]

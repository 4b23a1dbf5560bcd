"""File locks that the kernel releases when the process dies, so that a kill leaves none behind."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from warehouse.errors import PoolBusy

_POLL_SECONDS = 0.05


@contextmanager
def hold(file: Path, mode: int, timeout: float, what: str, where: Path) -> Iterator[int]:
    """Hold a lock on ``file``, waiting for it, and yield the descriptor.

    Parameters
    ----------
    file : Path
        The lock file; created if it does not exist.
    mode : int
        ``fcntl.LOCK_EX`` or ``fcntl.LOCK_SH``.
    timeout : float
        Seconds to wait.
    what : str
        What is in use, in Chinese, for the error.
    where : Path
        What the lock guards, for the error.

    Raises
    ------
    PoolBusy
        If another process keeps it longer than ``timeout``.
    """
    descriptor = _open(file, mode)
    began = time.monotonic()
    try:
        while True:
            try:
                fcntl.flock(descriptor, mode | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() - began > timeout:
                    raise PoolBusy(
                        what,
                        where=str(where),
                        found=f"另一进程占用已达 {timeout:.0f} 秒",
                        action="请等待其结束或将其停止后再试",
                    ) from None
                time.sleep(_POLL_SECONDS)
        yield descriptor
    finally:
        os.close(descriptor)


def _open(file: Path, mode: int) -> int:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        return os.open(file, os.O_CREAT | os.O_RDWR, 0o600)
    except OSError:
        # Who only reads may do so where nothing can be written: a backup, a disk that others own.
        if mode != fcntl.LOCK_SH or not file.exists():
            raise
        return os.open(file, os.O_RDONLY)


def is_free(file: Path) -> bool:
    """Say whether nobody holds the lock at this moment."""
    if not file.exists():
        return True
    descriptor = os.open(file, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    else:
        return True
    finally:
        os.close(descriptor)

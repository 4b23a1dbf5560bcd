"""What the system and the databases say in English when a disk or a file fails, in Chinese."""

from __future__ import annotations

import errno

_PERMISSION = (
    ("Permission denied", "Operation not permitted"),
    "没有权限",
    "请检查文件和文件夹属于谁、谁可以读写",
)
# Words of the library or of the system, what they mean, what to do. The first that fits is told.
_SAID = (
    (
        ("No space left on device", "database or disk is full", "Disk quota exceeded", "disk I/O error"),
        "磁盘空间不足或者磁盘出错",
        "请清理或者检查磁盘后再试，已经写成的数据和清单不受影响",
    ),
    (
        ("Read-only file system", "readonly database", "read-only mode"),
        "所在的磁盘只能读，不能写",
        "请改为可写，或者用 --home 指定别的文件夹",
    ),
    _PERMISSION,
    (
        ("File too large",),
        "文件超过了系统允许的大小",
        "请提高文件大小的限额，或者换用没有这一限制的磁盘后再试，已经写成的数据和清单不受影响",
    ),
    (("Too many open files",), "打开的文件过多", "请提高系统允许的打开文件数后再试"),
)
_NUMBERS = {
    errno.ENOENT: ("没有这个文件或者文件夹", "请核对名称和路径；要写入的，所在的文件夹须已存在"),
    errno.EISDIR: ("是文件夹，应为文件", "请给出文件的名称"),
    errno.ENOTDIR: ("路径中有一段不是文件夹", "请换一个位置"),
    errno.EEXIST: ("已有同名的文件或者文件夹", "请换一个名称或者位置"),
}


def said(text: str) -> tuple[str, str] | None:
    """Return what the words of a library mean, and what to do; None where they are none of these."""
    folded = text.casefold()
    for words, meaning, action in _SAID:
        if any(word.casefold() in folded for word in words):
            return meaning, action
    return None


def of_system(error: OSError) -> tuple[str, str]:
    """Return what an error of the system means, and what to do."""
    text = error.strerror or type(error).__name__
    return said(text) or _NUMBERS.get(error.errno or 0, (text, ""))


def is_of_machine(error: Exception) -> bool:
    """Say whether an error is one of the disk or the system, which no other file would make good."""
    found = said((error.strerror or "") if isinstance(error, OSError) else str(error))
    return found is not None and found[0] != _PERMISSION[1]

"""The secret of this installation, under which ID numbers are hashed.

It lies in the home folder, in a file that only its owner can read, and is made on first use. A pool holds
numbers hashed under one key: with another key nobody would be recognised again, so that is an error.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from contextlib import suppress
from pathlib import Path

import duckdb

from warehouse.errors import XianjieError

FILE = "id.key"
LENGTH = 32  # bytes
_OWNER_ONLY = 0o600
_BLOCK = 64  # bytes, of SHA-256; no key is longer
# The hash of the standard's example number tells one key from another.
_PROBE = b"id:11010519491231002"
_HASH_LENGTH = 32
_KEPT = "CREATE TABLE IF NOT EXISTS landing.id_key (fingerprint VARCHAR)"


def of_home(folder: Path) -> bytes:
    """Return the key that lies in ``folder``, made and written (mode 0600) if there is none.

    Raises
    ------
    XianjieError
        If the file does not hold a key.
    """
    file = folder / FILE
    with suppress(FileExistsError):
        descriptor = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _OWNER_ONLY)
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write(secrets.token_hex(LENGTH) + "\n")
    try:
        key = bytes.fromhex(file.read_text("ascii").strip())
    except ValueError:
        key = b""
    if len(key) != LENGTH:
        raise XianjieError(
            "证件号码的密钥无法读取",
            where=str(file),
            expected=f"{2 * LENGTH} 位十六进制数字",
            action="请放回保存的密钥",
        )
    return key


def pads(key: bytes) -> tuple[bytes, bytes]:
    """Return the inner and the outer padded key of HMAC-SHA256 (RFC 2104), as the SQL macros need them."""
    block = key.ljust(_BLOCK, b"\0")
    return bytes(byte ^ 0x36 for byte in block), bytes(byte ^ 0x5C for byte in block)


def use(con: duckdb.DuckDBPyConnection, key: bytes) -> None:
    """Set the padded key on this connection, where the macros of ``keyed.sql`` look for it."""
    for name, pad in zip(("id_key_inner", "id_key_outer"), pads(key), strict=True):
        con.execute(f"SET VARIABLE {name} = unhex('{pad.hex()}')")


def check(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Note the key's fingerprint in a new pool; refuse to write into one that was made under another key.

    Raises
    ------
    XianjieError
        If the pool knows another key.
    """
    own = hmac.new(of_home(folder), _PROBE, hashlib.sha256).hexdigest()[:_HASH_LENGTH]
    con.execute(_KEPT)
    known = con.execute("SELECT fingerprint FROM landing.id_key").fetchall()
    if not known:
        con.execute("INSERT INTO landing.id_key VALUES (?)", [own])
    elif not str(known[0][0]).endswith(own):  # the first pools kept the parts of the number before it
        raise XianjieError(
            "不是数据池中证件号码所用的密钥",
            where=str(folder / FILE),
            action="请放回保存的密钥，或者全部导入新的数据池",
        )

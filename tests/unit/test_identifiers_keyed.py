"""ID numbers in the pool: a keyed hash and parts, never the number; the key is the installation's own."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime
from pathlib import Path

import pytest

from warehouse import keys
from warehouse.errors import XianjieError
from warehouse.intake.importer import import_paths
from warehouse.intake.values import install_macros
from warehouse.pool import Pool, memory

KEY = bytes(range(32))
# The example number of GB 11643, another valid one, and the first with a slip in its check character.
ONE, OTHER, SLIP = "11010519491231002X", "440524188001010014", "110105194912310021"
HASH = "d41d8cd98f00b204e9800998ecf8427e"


def parts(number: str, key: bytes = KEY) -> dict[str, str]:
    """Return what the pool keeps of a number under a key, in parts."""
    with memory() as con:
        keys.use(con, key)
        install_macros(con)
        ((kept,),) = con.execute("SELECT x_id_kept(?)", [number]).fetchall()
    return dict(zip(("kind", "region", "birth", "tail", "hash"), kept.split("."), strict=True))


def signed(message: str, key: bytes = KEY) -> str:
    return hmac.new(key, message.encode(), hashlib.sha256).hexdigest()[:32]


@pytest.mark.parametrize("key", [KEY, b"another key".ljust(32)])
def test_number_is_kept_as_keyed_hashes_and_parts(key: bytes) -> None:
    assert parts(ONE, key) == {
        "kind": "W",
        "region": "110105",
        "birth": "19491231",
        "tail": signed("tail:002X", key)[:12],
        "hash": signed(f"id:{ONE[:17]}", key),
    }


def test_what_is_kept_does_not_give_the_number_back() -> None:
    assert not {ONE, ONE[:17], ONE[-4:]} & set(parts(ONE).values())


def test_a_slip_in_the_check_character_is_marked_and_still_the_same_person() -> None:
    slip, sound = parts(SLIP), parts(ONE)
    assert (slip["kind"], sound["kind"]) == ("D", "W")
    assert slip["hash"] == sound["hash"] != parts(OTHER)["hash"]


@pytest.mark.parametrize(
    ("number", "kept"),
    [
        ("110105********002X", ("M", "110105", "********", signed("tail:002X")[:12], "")),
        ("1101051949******2X", ("M", "110105", "1949****", "", "")),
        ("1101**1234", ("M", "1101**", "********", signed("tail:1234")[:12], "")),
        ("E12345678", ("O", "******", "********", "", signed("other:E12345678"))),
        ("D41D8CD98F00B204E9800998ECF8427E", ("H", "******", "********", "", signed("hashed:" + HASH))),
    ],
)
def test_what_is_kept_of_a_number_that_is_not_whole(number: str, kept: tuple[str, ...]) -> None:
    assert tuple(parts(number).values()) == kept


def test_pool_holds_no_number_and_the_key_is_the_owners_alone(tmp_path: Path) -> None:
    file = tmp_path / "penalty.jsonl"
    file.write_text(
        '{"decision_no": "甲罚〔2025〕1号", "authority": "甲局", "party_name": "某甲", '
        f'"party_id_no": "{ONE}", "facts": "当事人（身份证号{OTHER}）经营。", "decided_on": "2025-03-01", '
        f'"经办人证件": "{OTHER}"}}\n',
        "utf-8",
    )
    pool = Pool(tmp_path / "home" / "pool.duckdb")
    import_paths(pool, [file], source="s", now=datetime(2025, 4, 1))
    key = tmp_path / "home" / keys.FILE
    assert key.stat().st_mode & 0o777 == 0o600
    with pool.read() as con:
        told = str(con.execute("SELECT to_json(p) FROM pool.penalty AS p").fetchall())
        landed = str(con.execute("SELECT to_json(p) FROM landing.penalty AS p").fetchall())
        facts = con.execute("SELECT facts FROM pool.penalty").fetchall()[0][0]
    assert ONE not in told and OTHER not in told
    assert ONE in landed and OTHER in landed
    assert facts == "当事人（身份证号440524********0014）经营。"
    key.write_text("00" * keys.LENGTH, "ascii")
    with pytest.raises(XianjieError, match="不是数据池中证件号码所用的密钥"), pool.write():
        pass


def test_without_a_key_nothing_is_hashed(tmp_path: Path) -> None:
    pool = Pool(tmp_path / "pool.duckdb")
    with pool.write():
        pass
    with pool.read() as con:
        install_macros(con)
        with pytest.raises(Exception, match="key of the ID numbers"):
            con.execute("SELECT x_id_kept(?)", [ONE]).fetchall()

"""ID numbers in the pool: a keyed hash and parts, never the number; the key is the installation's own."""

from __future__ import annotations

import hashlib
import hmac
from datetime import date, datetime
from pathlib import Path

import pytest

from warehouse import keys
from warehouse.errors import XianjieError
from warehouse.identifiers.keyed import differ, keep, pads, parse
from warehouse.intake.importer import import_paths
from warehouse.intake.values import install_macros
from warehouse.pool import Pool

KEY = bytes(range(32))
# The example number of GB 11643, another valid one, and the first with a slip in its check character.
ONE, OTHER, SLIP = "11010519491231002X", "440524188001010014", "110105194912310021"


def test_hash_is_hmac_sha256() -> None:
    kept = keep(ONE, KEY)
    assert kept is not None
    assert kept.hash == hmac.new(KEY, b"id:" + ONE[:17].encode(), hashlib.sha256).hexdigest()[:32]
    inner, outer = pads(KEY)
    by_hand = hashlib.sha256(outer + hashlib.sha256(inner + b"abc").digest()).hexdigest()
    assert by_hand == hmac.new(KEY, b"abc", hashlib.sha256).hexdigest()


def test_what_is_kept_does_not_give_the_number_back() -> None:
    kept = str(keep(ONE, KEY))
    assert ONE not in kept
    assert ONE[-4:] not in kept.split(".")
    assert parse(kept).birth_on == date(1949, 12, 31)
    assert parse(kept).region == "110105"
    assert str(keep(ONE, b"another key".ljust(32))) != kept


def test_a_slip_in_the_check_character_is_marked_and_still_the_same_person() -> None:
    slip, sound = keep(SLIP, KEY), keep(ONE, KEY)
    assert slip is not None and sound is not None
    assert slip.kind == "doubtful"
    assert slip.hash == sound.hash


@pytest.mark.parametrize(
    ("one", "other", "is_conflict"),
    [
        (ONE, OTHER, True),
        (ONE, ONE, False),
        (SLIP, OTHER, False),
        ("110105********002X", ONE, False),
        ("110105********0021", ONE, True),
        ("440524********002X", ONE, True),
        ("1101051949******2X", ONE, False),
        ("1101051950********", ONE, True),
        ("110105491231002", ONE, False),
        ("E12345678", ONE, False),
    ],
)
def test_which_numbers_cannot_be_one_person(one: str, other: str, is_conflict: bool) -> None:
    left, right = keep(one, KEY), keep(other, KEY)
    assert left is not None and right is not None
    assert differ(left, right) is is_conflict
    assert differ(right, left) is is_conflict


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

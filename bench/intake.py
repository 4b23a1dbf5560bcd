"""Intake of a million penalties, with DuckDB's plain reading of the same file beside it, then every layer.

The yardstick reads the file into a table with declared types: no headers to find, no units, no key, no
history, no marks. Run: ``python -m bench.intake [--rows N]``.
"""

from __future__ import annotations

import argparse
import csv
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, datetime, timedelta
from pathlib import Path

import duckdb

from bench import layers
from warehouse.config import Config
from warehouse.home import Home
from warehouse.intake import importer

FACTS = (
    "经查，当事人自{began}起在其经营场所销售标有“某牌”商标的{goods}{count}件，未能提供合法来源，"
    "经商标权利人鉴定为侵犯注册商标专用权的商品。至案发时已售出{sold}件，销售金额{amount}元，库存货值{stock}元。"
)
GOODS = ("运动鞋", "手提包", "香皂", "白酒", "剃须刀片", "机油滤清器")
USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def record(i: int, dice: random.Random) -> dict[str, object]:
    """One decision, as a market regulator's case system would export it."""
    day = date(2019, 1, 1) + timedelta(days=dice.randrange(2200))
    began, filed = day - timedelta(days=dice.randrange(60, 400)), day - timedelta(days=dice.randrange(20, 60))
    agency, goods = dice.randrange(40), GOODS[i % len(GOODS)]
    amount, stock = dice.randrange(500, 90_000), dice.randrange(0, 50_000)
    is_firm = dice.random() < 0.6
    return {
        "行政处罚决定书文号": f"某市监{agency}处〔{day.year}〕第{i:07d}号",
        "案件编号": f"某市监{agency}立〔{day.year}〕{i:07d}号",
        "处罚机关": f"某市第{agency}市场监督管理局",
        "处罚机关统一社会信用代码": f"1131{agency:014d}",
        "行政相对人名称": f"某某{i % 50_000}商贸有限公司" if is_firm else f"赵{i % 90_000}",
        "行政相对人类别": "法人及非法人组织" if is_firm else "自然人",
        "统一社会信用代码": "9131" + "".join(dice.choices(USCC, k=14)) if is_firm else "",
        "证件号码": "" if is_firm else f"31010119{60 + i % 40}0101{i % 10_000:04d}",
        "法定代表人": f"钱{i % 30_000}",
        "住所": f"某市某区某某路{i % 3000}号",
        "违法行为类型": "销售侵犯注册商标专用权的商品",
        "违法事实": FACTS.format(
            began=began, goods=goods, count=i % 300, sold=i % 200, amount=amount, stock=stock
        ),
        "处罚依据": "《中华人民共和国商标法》第五十七条第三项、第六十条第二款",
        "处罚类别": "罚款;没收非法财物",
        "处罚内容": f"罚款{amount}元，没收侵权商品",
        "罚款金额（万元）": f"{amount / 10_000:.4f}",
        "没收违法所得、没收非法财物的金额（万元）": "",
        "处罚决定日期": day,
        "处罚有效期": "",
        "公示截止期": day + timedelta(days=365),
        "立案日期": filed,
        "违法行为发生日期": began,
        "违法行为终了日期": filed,
        "货值金额（元）": amount + stock,
        "违法经营额（元）": amount + stock,
        "销售金额（元）": amount,
        "违法所得（元）": "",
        "送达日期": day + timedelta(days=5),
        "承办人": f"孙{i % 200}",
        "程序类型": "普通程序",
        "是否集体讨论": "是" if i % 9 == 0 else "否",
        "是否法制审核": "是",
        "缴款日期": day + timedelta(days=10) if i % 3 else "",
    }


HEADERS = list(record(0, random.Random(0)))


def declared(header: str) -> str:
    """Return the type the yardstick declares for a column."""
    if header.endswith(("日期", "期")):
        return "DATE"
    return "DECIMAL(18,4)" if header.endswith("元）") else "VARCHAR"


def write(file: Path, rows: int, seed: int = 1) -> None:
    """Write a penalty file of so many rows."""
    dice = random.Random(seed)
    with file.open("w", encoding="utf-8", newline="") as stream:
        out = csv.writer(stream)
        out.writerow(HEADERS)
        out.writerows(record(i, dice).values() for i in range(rows))


def plain(file: Path, database: Path) -> float:
    """Read the file into a table with declared types and return the seconds."""
    began = time.perf_counter()
    con = duckdb.connect(str(database))
    columns = ", ".join(f"'{name}': '{declared(name)}'" for name in HEADERS)
    options = f"header = true, auto_detect = false, columns = {{{columns}}}"
    con.execute(f"CREATE TABLE penalty AS FROM read_csv('{file}', {options})")
    con.close()
    return time.perf_counter() - began


def intake(file: Path, folder: Path) -> dict[str, float]:
    """Land and pool the file, each in its own transaction, and return the seconds of both."""
    home, now = Home.open(folder), datetime(2026, 11, 1, 8)
    delivered = home.inbox / "bench" / file.name
    delivered.parent.mkdir()
    delivered.symlink_to(file.resolve())
    times: dict[str, float] = {}
    began = time.perf_counter()
    (slip,) = importer.land_recent(home, Config(), as_of=now.date(), now=now)
    times["landing"] = time.perf_counter() - began
    if slip.status != "pending":
        raise SystemExit(slip.line())
    began = time.perf_counter()
    with home.pool.write() as con:
        counts = importer.pool_pending(con, "penalty", now)
    times["pooling"] = time.perf_counter() - began
    times["whole"] = times["landing"] + times["pooling"]
    print(f"rows: received {counts.received:,}, loaded {counts.loaded:,}, quarantined {counts.quarantined:,}")
    return times


def tell(times: dict[str, float]) -> None:
    """Print the seconds of each step."""
    for name, seconds in times.items():
        print(f"{name}: {seconds:.2f} s")


def peak() -> float:
    """Return the largest memory this process has held, in GB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def main(arguments: list[str] | None = None) -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--only", choices=["intake"], help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.only:
        with tempfile.TemporaryDirectory() as folder:
            tell(intake(given.file, Path(folder)))
            print(f"peak memory of the intake: {peak():.2f} GB", flush=True)
            tell(layers.run(Home.open(Path(folder))))
        print(f"peak memory of all: {peak():.2f} GB")
        return
    with tempfile.TemporaryDirectory() as folder:
        file = given.file or Path(folder) / "penalty_bench.csv"
        if not file.exists():
            write(file, given.rows)
        print(f"{given.rows:,} penalties, {file.stat().st_size / 2**20:,.0f} MB, {len(HEADERS)} columns")
        yardstick = plain(file, Path(folder) / "plain.duckdb")
        # A process of its own: peak memory is the intake's, not the generator's.
        told = subprocess.run(
            [sys.executable, "-m", "bench.intake", "--only", "intake", "--file", str(file)],
            check=True, capture_output=True, text=True,
        ).stdout  # fmt: skip
    whole = next(float(line.split()[1]) for line in told.splitlines() if line.startswith("whole"))
    print(told.strip())
    print(f"plain read_csv, declared types: {yardstick:.2f} s")
    print(f"ratio: {whole / yardstick:.1f} (goal: at most 5)")


if __name__ == "__main__":
    main()

"""Comparable cases: the time of one query against a prepared index of made-up cases.

The yardstick in the same run is the plain way: the cosine of the wording with every case, without facets.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
from scipy import sparse

from models import similar

NEW, QUERIES = 1_000, 50
_WORDS = re.findall(
    r"\w+",
    "假冒 注册商标 运动鞋 白酒 卷烟 销售 经营 超过保质期 食品 未取得许可 当事人 检查 查获 货值 单价 进货 "
    "供货商 无法提供 现场 消费者 举报 抽样 检验 不合格 罚款 广告 宣传 疗效 排放 废水 诊疗 投标 虚开 发票",
)
_CONDUCTS = ("销售侵犯注册商标专用权的商品", "经营超过保质期的食品", "无照经营", "发布虚假广告", "偷税")


def main(arguments: list[str] | None = None) -> None:
    """Make the cases and the index, and time the queries."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--cases", type=int, default=100_000)
    count = parser.parse_args(arguments).cases
    dice = random.Random(1)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "similar"
        cases = _cases(dice, 0, count)
        made = _seconds(lambda: similar.write(cases, folder))
        opened = _seconds(lambda: similar.Index(folder).similar(0))
        grown = pl.concat([cases, _cases(dice, count, NEW)])
        again = _seconds(lambda: similar.write(grown, folder))
        index = similar.Index(folder)
        index.similar(0)
        words = index.wording(range(count))
        asked = [dice.randrange(count) for _ in range(QUERIES)]
        query = sorted(_seconds(lambda i=i: index.similar(index.find(f"号{i}"))) for i in asked)
        plain = statistics.median(_seconds(lambda i=i: _scan(words, i)) for i in asked)
    print(
        f"comparable cases, {count:,}: index made in {made:.1f} s, opened and first asked in {opened:.2f} s"
    )
    print(f"  index made again after {NEW:,} new cases: {again:.1f} s")
    middle, slowest = statistics.median(query) * 1000, query[-1] * 1000
    print(f"  a query: median {middle:.1f} ms, slowest of {QUERIES} {slowest:.1f} ms")
    print(f"  wording of all cases without facets: median {plain * 1000:.1f} ms")


def _scan(words: sparse.csr_matrix, position: int) -> np.ndarray:
    cosine = np.asarray((words @ words[position].T).todense()).ravel()
    return np.argsort(-cosine, kind="stable")[:10]


def _cases(dice: random.Random, first: int, count: int) -> pl.DataFrame:
    number = range(first, first + count)
    return pl.DataFrame(
        {
            "record_id": [f"r{i:06d}" for i in number],
            "no": [f"号{i}" for i in number],
            "offence": [dice.choice(["甲罪", "乙罪", None]) for _ in number],
            "violation": [dice.choice(_CONDUCTS) for _ in number],
            "circumstances": [dice.choice([["is_first_offence"], []]) for _ in number],
            "party_kind": [dice.choice(["person", "unit"]) for _ in number],
            "authority_kind": [dice.choice(["市场监督管理", "税务"]) for _ in number],
            "measure": ["sales_cny"] * count,
            "value": [dice.lognormvariate(10, 2) for _ in number],
            "amount_cny": [None] * count,
            "facts": ["".join(dice.choices(_WORDS, k=80)) for _ in number],
        }
    )


def _seconds(step: Callable[[], object]) -> float:
    # Of this process, so that what else the machine does counts nothing.
    began = time.process_time()
    step()
    return time.process_time() - began


if __name__ == "__main__":
    main()

"""Agencies deliver as they do: what must be listed is, its innocent twin is not, no row is lost.

The records are made up. What must come out follows from the law and the requirement; it was written down
before the program saw the files.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from models.registry import run_model
from tests.chain import CARDS, build_until_models
from warehouse.intake.importer import import_paths
from warehouse.intake.slip import Slip
from warehouse.pool import Pool

# Goes the whole way for the answers: tests of the parts count the lines.
pytestmark = pytest.mark.no_cover

NOW = datetime(2026, 11, 2, 8, 0)
MARKET, TOBACCO, HEALTH = "澜浦区市场监督管理局", "澜浦区烟草专卖局", "澜浦区卫生健康委员会"
SPLIT, PLAIN = "91319903MA0024K7T8", "91319903MA0025K7TF"
DOCTOR, NAMESAKE, ELSEWHERE = "319903196804050025", "319903198304050034", "319903197801010017"
HEAD = ["序号", "决定书文号", "名称", "统一社会信用代码", "违法行为类型", "违法事实"]
TAIL = ["处罚决定日期", "违法行为发生日期", "违法行为终了日期", "销售金额（万元）", "处罚机关"]
MODELS = ("f01", "f06", "f09", "f13")


def _fact(sold: str) -> str:
    return (
        "2026年3月2日，执法人员在当事人仓库检查，发现其对外销售标有“柏舒”注册商标的洗发水，"
        f"经权利人鉴别为侵权商品，当事人售出该商品收取货款{sold}元，无库存。"
    )


SOLD: list[list[Any]] = [
    [
        "澜市监处罚〔2026〕51号",
        "澜浦市悦淘日用品有限公司",
        SPLIT,
        _fact("24,600"),
        "2026年3月16日",
        "20260105",
        46050,
        "２．４６",
    ],
    [
        "澜市监处罚〔2026〕52号",
        "悦淘日用品有限公司",
        SPLIT.replace("0", "O", 1),
        _fact("22,900"),
        "2026.3.17",
        "2026年1月29日",
        "2026/2/12",
        2.29,
    ],
    [
        "澜市监处罚〔2026〕53号",
        "澜浦市悦淘日用品",
        SPLIT,
        _fact("21,300"),
        "2026-03-18",
        46066,
        "20260226",
        "2.13",
    ],
    [
        "澜市监处罚〔2026〕54号",
        "澜浦市佳物日用品有限公司",
        PLAIN,
        _fact("61,850"),
        "2026-03-19",
        "2026-02-01",
        "2026-02-20",
        6.185,
    ],
]


def _market(folder: Path) -> Path:
    """Title, two header rows, merged cells, a hidden row, serial dates, notes, a sheet without a table."""
    file = folder / "区市监局案件台账.xlsx"
    book = xlsxwriter.Workbook(str(file))
    sheet = book.add_worksheet("行政处罚")
    sheet.merge_range(0, 0, 0, 10, "行政处罚案件台账（2026年）")
    sheet.write_row(1, 0, ["填报单位：区市监局（盖章）", "", "", "单位：万元"])
    sheet.write_row(2, 0, [*HEAD[:2], "当事人", "", *HEAD[4:], *TAIL])
    sheet.merge_range(2, 2, 2, 3, "当事人")
    sheet.write_row(3, 2, HEAD[2:4])
    for place, (no, name, code, facts, *rest) in enumerate(SOLD, 4):
        sheet.write_row(
            place, 0, [str(place - 3), no, name, code, "销售侵犯注册商标专用权的商品", facts, *rest]
        )
        sheet.write(place, 10, MARKET if place == 4 else "")
    sheet.merge_range(4, 10, 3 + len(SOLD), 10, MARKET)
    sheet.set_row(5, None, None, {"hidden": True})
    sheet.write_row(4 + len(SOLD), 0, ["合计", f"{len(SOLD)}件"])
    sheet.write_row(5 + len(SOLD), 0, ["注：金额以万元计。"])
    sheet.write_row(6 + len(SOLD), 0, ["审核人：", "", "填表日期：2026年11月1日"])
    book.add_worksheet("填表说明").write(0, 0, "每月三日前报送。")
    book.close()
    return file


def _table(rows: Sequence[Sequence[str]], encoding: str) -> bytes:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\r\n").writerows(rows)
    return stream.getvalue().encode(encoding)


def _tobacco(folder: Path) -> Path:
    """GB18030, a title line, rows that end early or late, a totals line, a row without its number."""
    sold = "非法经营数额86,400元，未办理烟草专卖零售许可证，自2025年12月起向周边店铺销售卷烟。"
    licensed = "当事人持有烟草专卖零售许可证，从外地购进真品卷烟在店内销售，经营数额80,200元。"
    answered = "未取得烟草专卖零售许可证经营卷烟，经营数额51,000元，检察机关已作不起诉决定。"
    trade, goods = "无烟草专卖零售许可证经营烟草制品零售业务", "未在当地烟草专卖批发企业进货"
    masked = f"{ELSEWHERE[:6]}********{ELSEWHERE[-4:]}"
    file = folder / "行政处罚信息202610.csv"
    title = "区烟草专卖局行政处罚信息\r\n".encode("gb18030")
    head = [
        "行政处罚决定书文号",
        "处罚机关",
        "当事人",
        "证件号码",
        "违法行为类型",
        "违法事实",
        "处罚决定日期",
        "违法行为终了日期",
        "备注",
    ]
    file.write_bytes(
        title
        + _table(
            [
                head,
                [
                    "澜烟处〔2026〕第31号",
                    TOBACCO,
                    "贺连舟",
                    "319903197702020022",
                    trade,
                    sold,
                    "2026/4/20",
                    "2026/3/11",
                ],
                [
                    "澜烟处〔2026〕第32号",
                    TOBACCO,
                    "金穗便利店",
                    "",
                    goods,
                    licensed,
                    "2026/4/22",
                    "2026/2/15",
                    "",
                    "",
                ],
                [
                    "澜烟处〔2026〕第55号",
                    TOBACCO,
                    "符 建平",
                    masked,
                    trade,
                    answered,
                    "2026/8/31",
                    "2026/1/12",
                    "",
                ],
                ["", TOBACCO, "查无此人", "", trade, sold, "2026/4/20", "", ""],
                ["合计", "", "", "", "", "", "", "", ""],
            ],
            "gb18030",
        )
    )
    return file


def _health(folder: Path) -> Path:
    """One person by an old and a new number, a namesake; records inside what an interface wraps."""
    treated = "柴玉凤未取得医师资格证书，在其租住处为他人补牙、拔牙，收取费用{}元。"
    old = DOCTOR[:6] + DOCTOR[8:17]
    rows = [
        {
            "文号": no,
            "处罚机关": HEALTH,
            "当事人": name,
            "身份证号": number,
            "违法行为类型": "非医师行医",
            "违法事实": treated.format(fee),
            "处罚决定日期": day,
            "违法行为终了日期": f"{day[:8]}05",
        }
        for no, name, number, fee, day in (
            ("澜卫医罚〔2023〕11号", "柴玉凤", old, "1,900", "2023-06-20"),
            ("澜卫医罚〔2024〕8号", "柴玉凤", DOCTOR, "2,600", "2024-10-16"),
            ("澜卫医罚〔2026〕3号", "柴玉凤（女）", DOCTOR, "3,350", "2026-03-25"),
            ("澜卫医罚〔2026〕4号", "柴玉凤", NAMESAKE, "4,200", "2026-03-26"),
        )
    ]
    file = folder / "行政处罚.json"
    file.write_text(
        json.dumps({"code": 0, "data": {"total": 4, "list": rows}}, ensure_ascii=False), "utf-8-sig"
    )
    return file


def _others(folder: Path) -> Path:
    """An archive: police, procuratorate, court, and the market regulator's correction."""
    caught = "古海龙伙同佴三喜（另案处理）在禁渔期使用电鱼器捕捞水产品31公斤。"
    parts = {
        "审查起诉.csv": [
            ["部门受案号", "犯罪嫌疑人", "证件号码", "罪名", "认定事实", "受理日期", "处理决定", "决定日期"],
            [
                "澜检受〔2026〕111号",
                "符建平",
                ELSEWHERE,
                "非法经营罪",
                "未取得烟草专卖零售许可证经营卷烟，经营数额51,000元。",
                "2026.5.7",
                "酌定不起诉",
                "2026.7.6",
            ],
        ],
        "刑事裁判.csv": [
            ["案号", "被告人", "罪名", "裁判结果", "裁判日期", "认定事实"],
            ["（2025）江9903刑初188号", "古海龙", "非法捕捞水产品罪", "有罪", "2025年9月18日", caught],
        ],
        "行政处罚_更正.csv": [
            [
                "决定书文号",
                "处罚机关",
                "当事人",
                "统一社会信用代码",
                "违法行为类型",
                "违法事实",
                "处罚决定日期",
                "违法行为发生日期",
                "违法行为终了日期",
                "销售金额（元）",
            ],
            [
                "澜市监处罚【2026】54号",
                MARKET,
                "澜浦市佳物日用品有限公司",
                PLAIN,
                "销售侵犯注册商标专用权的商品",
                _fact("28,500"),
                "2026-03-19",
                "2026-02-01",
                "2026-02-20",
                "28500",
            ],
        ],
    }
    file = folder / "各单位报送.zip"
    with zipfile.ZipFile(file, "w") as archive:
        for name, rows in parts.items():
            archive.writestr(f"报送/{name}", _table(rows, "gb18030"))
    return file


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> tuple[Pool, dict[str, Slip]]:
    folder = tmp_path_factory.mktemp("district")
    pool = Pool(folder / "pool.duckdb")
    files = [make(folder) for make in (_market, _tobacco, _health, _others)]
    slips = import_paths(pool, files, source="各单位", now=NOW)
    with pool.write() as con:
        build_until_models(
            con, as_of=date(2026, 11, 1), covered=("transfer", "police_case", "prosecution", "judgment")
        )
        for card in CARDS():
            if card.id[:3] in MODELS:
                run_model(con, card)
    return pool, {slip.file + slip.sheet: slip for slip in slips}


def _outcomes(pool: Pool, model: str) -> dict[str, str]:
    (card,) = [card.id for card in CARDS() if card.id.startswith(model)]
    with pool.read() as con:
        return dict(con.execute(f'SELECT subject_no, outcome FROM model."{card}"').fetchall())


def test_every_row_is_accounted_for(district: tuple[Pool, dict[str, Slip]]) -> None:
    _, slips = district
    told = {
        name: (slip.received, slip.loaded, slip.duplicate, slip.revised, slip.quarantined)
        for name, slip in slips.items()
    }
    assert told == {
        "区市监局案件台账.xlsx行政处罚": (4, 4, 0, 0, 0),
        "行政处罚信息202610.csv": (4, 3, 0, 0, 1),
        "行政处罚.json": (4, 4, 0, 0, 0),
        "各单位报送.zip/报送/审查起诉.csv": (1, 1, 0, 0, 0),
        "各单位报送.zip/报送/刑事裁判.csv": (1, 1, 0, 0, 0),
        "各单位报送.zip/报送/行政处罚_更正.csv": (1, 0, 0, 1, 0),
    }


def test_cells_are_what_the_agency_meant(district: tuple[Pool, dict[str, Slip]]) -> None:
    pool, _ = district
    with pool.read() as con:
        rows = con.execute(
            "SELECT row_no, act_began_on::VARCHAR, act_ended_on::VARCHAR, decided_on::VARCHAR, "
            "sales_amount_cny::INT FROM known.penalty "
            "WHERE decision_no LIKE '澜市监处罚〔2026〕5%' AND decision_no NOT LIKE '%54号' ORDER BY row_no"
        ).fetchall()
    assert rows == [
        (5, "2026-01-05", "2026-01-28", "2026-03-16", 24600),
        (6, "2026-01-29", "2026-02-12", "2026-03-17", 22900),
        (7, "2026-02-13", "2026-02-26", "2026-03-18", 21300),
    ]


def test_what_must_be_listed_is_and_its_twin_is_not(district: tuple[Pool, dict[str, Slip]]) -> None:
    pool, _ = district
    f01 = _outcomes(pool, "f01")
    assert f01["澜烟处〔2026〕第31号"] == "flagged"
    # Licensed, and buys elsewhere; penalised after no prosecution; corrected to below the line.
    for twin in ("澜烟处〔2026〕第32号", "澜烟处〔2026〕第55号", "澜市监处罚【2026】54号"):
        # What is clear beyond doubt is only counted.
        assert f01.get(twin, "clear") in ("clear", "excluded"), (twin, f01[twin])
    # Three decisions on one stock, the firm written in three ways.
    assert [no for no, outcome in _outcomes(pool, "f06").items() if outcome == "flagged"] == [SPLIT]
    # Two penalties before, one of them under the old number; the namesake has none.
    f09 = _outcomes(pool, "f09")
    assert [no for no, outcome in f09.items() if outcome == "flagged"] == ["澜卫医罚〔2026〕3号"]
    # Named as dealt with elsewhere, under a surname that hardly anybody has.
    assert list(_outcomes(pool, "f13").values()) == ["flagged"]

"""A bad file is refused with a reason, or its bad rows are quarantined; the others are not affected."""

from __future__ import annotations

import io
import json
import os
import re
import struct
import zipfile
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from tests.intake_pool import NOW, counts, penalty, rows, run, text, write
from warehouse.config import Config, Limits
from warehouse.intake import importer
from warehouse.pool import Pool

HEAD_2003 = '<?xml version="1.0"?><!-- urn:schemas-microsoft-com:office:spreadsheet -->'
SOUND = text([penalty(1), penalty(2)])


def _xlsx() -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    book.add_worksheet().write_row(0, 0, ["行政处罚决定书文号", "处罚机关"])
    book.close()
    return stream.getvalue()


def _altered() -> bytes:
    """A workbook with one sign of a text changed on the way: the sum of the part says so."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_xlsx())) as written, zipfile.ZipFile(stream, "w") as archive:
        for part in written.namelist():
            archive.writestr(part, written.read(part))
    return stream.getvalue().replace("处罚机关".encode(), "处罚机开".encode())


def _bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(80):
                part.write(b" " * (1 << 20))
    return stream.getvalue()


def _zip(part: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(part, "<document/>")
    return stream.getvalue()


def _entry(name: str, kind: int, child: int) -> bytes:
    text = f"{name}\0".encode("utf-16-le")
    places = struct.pack("<iii", -1, -1, child)
    return text.ljust(64, b"\0") + struct.pack("<HBB", len(text), kind, 1) + places + bytes(36) + _NO_SECTOR


# Where a stream begins (nowhere), and its length.
_NO_SECTOR = struct.pack("<iQ", -2, 0)


def _compound(stream: str) -> bytes:
    """A compound file with one stream: the encrypted package of a workbook, or the text of a letter."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    head += bytes(6) + struct.pack("<iiiiiiiii", 0, 1, 1, 0, 4096, -2, 0, -2, 0)
    table = struct.pack("<109i", 0, *[-1] * 108)
    allocation = struct.pack("<128i", -3, -2, *[-1] * 126)
    folder = _entry("Root Entry", 5, 1) + _entry(stream, 2, -1)
    return head + table + allocation + folder.ljust(512, b"\0")


def _parquet() -> bytes:
    """A Parquet file whose directory is whole and whose pages are not."""
    stream = io.BytesIO()
    pl.DataFrame([penalty(1), penalty(2)]).write_parquet(stream)
    whole = stream.getvalue()
    return whole[:4] + b"\xff" * 40 + whole[44:]


def _shifted_zip() -> bytes:
    """An archive of which bytes were lost on the way: its directory points before its beginning."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("行政处罚.csv", SOUND * 10)
        archive.writestr("行政处罚_2.csv", SOUND)
    whole = stream.getvalue()
    return whole[:100] + whole[400:]


BAD = {
    "empty": (b"", "empty"),
    "encoding": (SOUND.encode() + b"\xff\xff\x80\n", "没有编码能读出"),
    "mixed": (SOUND.encode() + "处罚".encode("gb18030") + b"\xff\n", "没有编码能读出"),
    "nul": (SOUND.replace("某某商行", "某\0某商行").encode(), "NUL"),
    "utf16_without_bom": (SOUND.encode("utf-16-le"), "没有编码能读出"),
    "cut_off.xlsx": (_xlsx()[:-400], "损坏或不完整"),
    "directory.xlsx": (_xlsx().replace(b"PK\x01\x02", b"PK\x01\x03"), "损坏或不完整"),
    "altered.xlsx": (_altered(), "损坏或不完整"),
    "bomb.xlsx": (_bomb(), "解压后过大"),
    "letter.odt": (_zip("mimetype"), "另存为 XLSX"),
    "nothing.zip": (_zip(".hidden"), "没有文件"),
    "locked.zip": (
        _zip("行政处罚.csv")
        .replace(b"PK\x03\x04\x14\0\0", b"PK\x03\x04\x14\0\x01")
        .replace(b"\x14\x03\x14\0\0", b"\x14\x03\x14\0\x01"),
        "设有密码",
    ),
    "locked.xlsx": (_compound("EncryptedPackage"), "请取消密码"),
    "letter.doc": (_compound("WordDocument"), "另存为 DOCX"),
    "page.xls": (b"<html><table><tr><td>1</td></tr></table></html>", "没有带表头的表格"),
    "scan.pdf": (b"%PDF-1.7 ...", "扫描件"),
    "week.tar": (b"a.csv".ljust(257, b"\0") + b"ustar\x0000" + bytes(512), "改用 ZIP 压缩"),
    "week.rar": (b"Rar!\x1a\x07\x01\x00" + bytes(60), "改用 ZIP 压缩"),
    "dump.sql": (b"-- export\nINSERT INTO t_case VALUES ('1', '2');\n", "导出为 CSV"),
    "cases.dbf": (b"\x03\x7e\x0b\x1b" + bytes(60), "DBF"),
    "photo.jpg": (b"\xff\xd8\xff\xe0" + bytes(60), "图片"),
    "wide": (b",".join(b"c%d" % i for i in range(1_000_000)), "首行过长"),
    "columns": (b",".join(b"c%d" % i for i in range(5000)) + b"\n" + SOUND.encode(), "列数过多"),
    "headless": ("甲,乙,丙\n1,2,3\n".encode(), "未找到表头"),
    "broken.json": (b'{"data": [', "不是 JSON"),
    "wrapped.json": ('{"data": {"list": ["某市监处〔2024〕1号"]}}'.encode(), "文件中没有表"),
    "deep.json": (b"[" * 100_000, "嵌套过深"),
    "broken.parquet": (b"PAR1abcdefPAR1", "Parquet"),
    "torn.parquet": (_parquet(), "Parquet"),
    "shifted.zip": (_shifted_zip(), "请重新压缩"),
    "bom_inside.xls": (
        (HEAD_2003 + "<Workbook/>").encode().replace(b"<Workbook", b"\xff\xfe<Workbook"),
        "重新",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_refused_with_its_reason(name: str, tmp_path: Path) -> None:
    pool = Pool(tmp_path / "home" / "pool.duckdb")
    content, reason = BAD[name]
    bad = tmp_path / "in" / (name if "." in name else f"行政处罚_{name}.csv")
    write(tmp_path / "in" / "penalty.csv", SOUND)
    bad.write_bytes(content)
    slips = {slip.file: slip for slip in run(pool, tmp_path / "in")}
    assert slips[bad.name].status == "refused"
    assert reason in (slips[bad.name].reason or "")
    assert "\n" not in (slips[bad.name].reason or "")
    assert counts(slips["penalty.csv"]) == (2, 2, 0, 0, 0)


@pytest.mark.parametrize("part", [0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99])
def test_an_old_workbook_that_is_cut_off_is_refused_or_read(tmp_path: Path, part: float) -> None:
    pool = Pool(tmp_path / "home" / "pool.duckdb")
    whole = (Path(__file__).parents[1] / "data" / "行政处罚_旧格式.xls").read_bytes()
    (tmp_path / "行政处罚.xls").write_bytes(whole[: int(len(whole) * part)])
    (slip,) = run(pool, tmp_path / "行政处罚.xls")
    assert slip.status == "imported" or "工作簿" in (slip.reason or ""), slip.reason


@pytest.mark.parametrize("said", [None, b"", b'<dimension ref="A1"/>'])
def test_a_cell_at_the_far_end_of_a_sheet_does_not_fill_the_memory(
    tmp_path: Path, said: bytes | None
) -> None:
    """Programs that write row by row say nothing of the size of a sheet, or that it is one cell."""
    pool = Pool(tmp_path / "home" / "pool.duckdb")
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["行政处罚决定书文号", "处罚机关"])
        sheet.write(1_048_575, 16_383, "x")
    with (
        zipfile.ZipFile(stream) as written,
        zipfile.ZipFile(tmp_path / "行政处罚.xlsx", "w") as archive,
    ):
        for part in written.namelist():
            content = written.read(part)
            if said is not None:
                content = re.sub(rb"<dimension [^>]*/>", said, content)
            archive.writestr(part, content)
    (slip,) = run(pool, tmp_path / "行政处罚.xlsx")
    assert slip.status == "refused" and "范围过大" in (slip.reason or ""), slip.reason


def test_an_old_workbook_whose_sectors_are_a_ring_is_refused(tmp_path: Path) -> None:
    """Followed to its end, it would take all the memory there is."""
    pool = Pool(tmp_path / "home" / "pool.duckdb")
    whole = bytearray((Path(__file__).parents[1] / "data" / "行政处罚_旧格式.xls").read_bytes())
    (allocation,) = struct.unpack_from("<I", whole, 76)
    table = (allocation + 1) * 512
    (folder,) = struct.unpack_from("<I", whole, 48)
    struct.pack_into("<I", whole, table + 4 * folder, folder)
    (tmp_path / "行政处罚.xls").write_bytes(whole)
    (slip,) = run(pool, tmp_path / "行政处罚.xls")
    assert slip.status == "refused" and "没有尽头" in (slip.reason or ""), slip.reason


def test_ten_million_columns(tmp_path: Path) -> None:
    pool = Pool(tmp_path / "pool.duckdb")
    wide = tmp_path / "行政处罚.csv"
    wide.write_bytes(b"a," * 10_000_000 + b"\n1\n")
    (slip,) = run(pool, wide)
    assert (slip.status, "首行过长" in (slip.reason or "")) == ("refused", True)


def test_a_directory_named_like_a_file(tmp_path: Path) -> None:
    pool = Pool(tmp_path / "home" / "pool.duckdb")
    (tmp_path / "in" / "行政处罚.csv").mkdir(parents=True)
    write(tmp_path / "in" / "penalty.csv", SOUND)
    (slip,) = run(pool, tmp_path / "in")
    assert counts(slip) == (2, 2, 0, 0, 0)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    pool = Pool(tmp_path / "home" / "pool.duckdb")
    locked = write(tmp_path / "行政处罚.csv", SOUND)
    locked.chmod(0)
    (slip,) = run(pool, locked)
    assert slip.status == "refused"


def test_limits_come_from_the_configuration(tmp_path: Path) -> None:
    pool = Pool(tmp_path / "home" / "pool.duckdb")
    file = write(tmp_path / "行政处罚.csv", SOUND)
    (slip,) = importer.import_paths(pool, [file], Config(limits=Limits(columns=3)), now=NOW)
    assert slip.status == "refused"
    assert "最多 3 列" in (slip.reason or "")


def test_a_refused_file_is_tried_again_and_told_once(tmp_path: Path) -> None:
    pool = Pool(tmp_path / "home" / "pool.duckdb")
    file = write(tmp_path / "行政处罚.csv", "甲,乙\n1,2\n")
    for _ in range(2):
        assert run(pool, file)[0].status == "refused"
    assert rows(pool, "SELECT count(*) FROM landing.batch") == [(1,)]
    write(file, SOUND)
    assert run(pool, file)[0].status == "imported"
    assert rows(pool, "SELECT count(*) FILTER (WHERE status = 'refused') FROM landing.batch") == [(0,)]


def test_a_refused_file_of_a_home_that_moved_is_told_once(tmp_path: Path) -> None:
    pool = Pool(tmp_path / "home" / "pool.duckdb")
    for place in ("old", "new"):
        file = write(tmp_path / place / "市监" / "行政处罚.csv", "甲,乙\n1,2\n")
        assert run(pool, file)[0].status == "refused"
    assert rows(pool, "SELECT count(*) FROM landing.batch") == [(1,)]
    # The same words from somebody else are another delivery.
    run(pool, write(tmp_path / "new" / "税务" / "行政处罚.csv", "甲,乙\n1,2\n"))
    assert rows(pool, "SELECT count(*) FROM landing.batch") == [(2,)]


def test_rows_that_are_none_go_to_quarantine(tmp_path: Path) -> None:
    pool = Pool(tmp_path / "home" / "pool.duckdb")
    lines = text([penalty(number) for number in range(1, 8)]).splitlines()
    lines[2] = lines[2].replace("某某商行", '"某某商行')  # a quote that never closes
    lines[4] += ",多余"
    lines[6] = lines[6].rpartition(",")[0]  # the last cell is missing: nothing is lost
    (slip,) = run(pool, write(tmp_path / "行政处罚.csv", "\n".join(lines) + "\n"))
    assert counts(slip) == (7, 5, 0, 0, 2)
    assert any("按空白补齐" in note for note in slip.notes)
    found = rows(pool, "SELECT row_no, reason, raw FROM landing.quarantine ORDER BY row_no")
    assert [(row, json.loads(raw)["原文"]) for row, _, raw in found] == [(3, lines[2]), (5, lines[4])]
    assert "引号" in found[0][1] and "单元格过多" in found[1][1]
    assert rows(pool, "SELECT row_no FROM pool.penalty ORDER BY row_no") == [(2,), (4,), (6,), (7,), (8,)]


def test_a_file_cut_off_inside_its_last_row(tmp_path: Path) -> None:
    """Half an amount must not be loaded as a whole one; a missing line end alone is no sign of anything."""
    pool = Pool(tmp_path / "home" / "pool.duckdb")
    whole = text([penalty(1), penalty(2, facts="销售" * 20)])
    (slip,) = run(pool, write(tmp_path / "行政处罚_整.csv", whole.removesuffix("\n")))
    assert counts(slip) == (2, 2, 0, 0, 0)
    cut = whole[: whole.rindex(",2024-07-18") + 4]
    (slip,) = run(pool, write(tmp_path / "行政处罚_断.csv", cut.replace("某某商行", "另一商行")))
    assert counts(slip) == (2, 0, 0, 1, 1)
    ((row, reason),) = rows(pool, "SELECT row_no, reason FROM landing.quarantine")
    assert row == 3 and "文件在本行中断" in reason and "重新报送" in reason
    # Where rows end early as a habit, the last one may be whole: it is told.
    rows_early = [f"某市监处〔2024〕{number}号,某局,某店,事实,2024-07-18" for number in (7, 8)]
    early = "\n".join([whole.splitlines()[0], *rows_early])
    (slip,) = run(pool, write(tmp_path / "行政处罚_惯.csv", early))
    assert counts(slip) == (2, 2, 0, 0, 0)
    assert any("第 3 行没有写完" in note for note in slip.notes), slip.notes


def test_a_line_break_inside_a_cell_without_quotes(tmp_path: Path) -> None:
    pool = Pool(tmp_path / "home" / "pool.duckdb")
    lines = text([penalty(1), penalty(2)]).splitlines()
    lines[1] = lines[1].replace("销售侵权", "销售\n侵权")
    (slip,) = run(pool, write(tmp_path / "行政处罚.csv", "\n".join(lines) + "\n"))
    assert counts(slip) == (3, 1, 0, 0, 2)
    reasons = rows(pool, "SELECT DISTINCT reason FROM landing.quarantine")
    assert all("换行" in reason for (reason,) in reasons)


def test_empty_and_unreadable_required_values(tmp_path: Path) -> None:
    pool = Pool(tmp_path / "home" / "pool.duckdb")
    delivered = [
        penalty(1),
        penalty(2, decided_on="待定"),
        penalty(3, decision_no=""),
        penalty(4, party_name="  "),
    ]
    (slip,) = run(pool, write(tmp_path / "行政处罚.csv", text(delivered)))
    assert counts(slip) == (4, 1, 0, 0, 3)
    found = rows(pool, "SELECT reason, raw FROM landing.quarantine ORDER BY row_no")
    assert [reason for reason, _ in found] == [
        "「处罚决定日期」无法识别",
        "「行政处罚决定书文号」为空",
        "「行政相对人名称」为空",
    ]
    assert json.loads(found[0][1])["处罚决定日期"] == "待定"
    # The corrected row comes later and is loaded like any other.
    (slip,) = run(pool, write(tmp_path / "行政处罚_2.csv", text([penalty(2)])))
    assert counts(slip) == (1, 1, 0, 0, 0)

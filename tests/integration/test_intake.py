"""What the intake promises: accounting, history, no-op repeats, sources, mappings, the recent days."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from tests.intake_pool import LABELS, NOW, counts, penalty, rows, run, text, write
from warehouse.config import Config, Source
from warehouse.contract import load_feeds
from warehouse.errors import CheckFailed, ContractError
from warehouse.home import Home
from warehouse.intake import importer, landing, pooling, text_file
from warehouse.pool import Pool

REAL = Path(__file__).parents[3] / "shared" / "data" / "public_penalties.jsonl"


@pytest.fixture
def pool(tmp_path: Path) -> Pool:
    return Pool(tmp_path / "home" / "pool.duckdb")


def test_the_same_file_twice_then_one_corrected_row(pool: Pool, tmp_path: Path) -> None:
    delivered = [penalty(number) for number in range(1, 6)]
    file = write(tmp_path / "a" / "行政处罚.csv", text(delivered))
    assert counts(run(pool, file)[0]) == (5, 5, 0, 0, 0)
    before = rows(pool, "FROM pool.penalty ORDER BY record_id")
    (again,) = run(pool, file, now=NOW + timedelta(days=1))
    assert (again.status, counts(again)) == ("repeated", (0, 0, 0, 0, 0))
    assert rows(pool, "FROM pool.penalty ORDER BY record_id") == before
    delivered[2]["fine_cny"] = "2000"
    later = NOW + timedelta(days=2)
    (slip,) = run(pool, write(tmp_path / "b" / "行政处罚.csv", text(delivered)), now=later)
    assert counts(slip) == (5, 0, 4, 1, 0)
    history = rows(
        pool,
        "SELECT version, fine_cny::INT, recorded_from, recorded_to, known_on FROM pool.penalty "
        "WHERE decision_no LIKE '%3号' ORDER BY version",
    )
    assert history == [(1, 1000, NOW, later, NOW.date()), (2, 2000, later, None, NOW.date())]
    assert rows(pool, "SELECT count(*) FROM pool.penalty WHERE recorded_to IS NULL") == [(5,)]


def test_a_correction_without_a_column_says_what_it_takes_away(pool: Pool, tmp_path: Path) -> None:
    run(pool, write(tmp_path / "a.csv", text([penalty(1), penalty(2), penalty(3, fine_cny="")])))
    lines = text([penalty(number, facts="更正后的事实", fine_cny="") for number in (1, 2, 3)]).splitlines()
    without = "\n".join(line.rpartition(",")[0] for line in lines) + "\n"
    (slip,) = run(pool, write(tmp_path / "行政处罚_b.csv", without))
    assert counts(slip) == (3, 0, 0, 3, 0)
    assert slip.notes == [
        "更正的 2 行没有交来此前已有的列：罚款金额；此前的值只留在历史中，如仍有效，请连同这些列重新报送"
    ]
    # An empty cell under a column that was sent says that there is nothing: no note.
    run(pool, write(tmp_path / "行政处罚_c.csv", text([penalty(4)])))
    (slip,) = run(pool, write(tmp_path / "行政处罚_d.csv", text([penalty(4, fine_cny="")])))
    assert (counts(slip), slip.notes) == ((1, 0, 0, 1, 0), [])


def test_another_party_under_the_same_number_of_one_file_is_told(pool: Pool, tmp_path: Path) -> None:
    file = [penalty(1), penalty(1, party_name="某某酒行"), penalty(2), penalty(2, facts="更正后的事实")]
    (slip,) = run(pool, write(tmp_path / "a.csv", text(file)))
    assert counts(slip) == (4, 2, 0, 2, 0)
    (note,) = slip.notes
    assert note.startswith("第 3 行与本表前面一行文号相同而「行政相对人名称」不同")
    assert "之一" in note
    # A later file that says another name corrects the record: that is what corrections are for.
    (slip,) = run(pool, write(tmp_path / "行政处罚_b.csv", text([penalty(2, party_name="某某茶行")])))
    assert (counts(slip), slip.notes) == ((1, 0, 0, 1, 0), [])


def test_several_parties_in_one_cell_are_told(pool: Pool, tmp_path: Path) -> None:
    names = [
        "甲某、乙某",
        "丙某；丁某",
        "某某商行（经营者戊某、己某）",
        "Some Trading Co., Ltd",
        "庚某等3人",
        "辛某，",
    ]
    file = [penalty(number, party_name=name) for number, name in enumerate(names)]
    (slip,) = run(pool, write(tmp_path / "a.csv", text(file)))
    assert counts(slip) == (6, 6, 0, 0, 0)
    (note,) = slip.notes
    assert note.startswith("第 2、3 行的「行政相对人名称」写了数名当事人")


def test_words_that_nobody_knows_are_told(pool: Pool, tmp_path: Path) -> None:
    head = "案号,被告人,罪名,裁判结果,裁判日期\n"
    lines = ["有罪", "驳回起诉", "驳回起诉", "另行裁判", ""]
    body = "".join(f"（2026）某刑初{n}号,某{n},盗窃罪,{word},2026-03-02\n" for n, word in enumerate(lines))
    (slip,) = run(pool, write(tmp_path / "刑事裁判.csv", head + body))
    assert counts(slip) == (5, 4, 0, 0, 1)
    assert slip.notes == [
        "「裁判结果」有 3 行的取值不在规定之内：另行裁判、驳回起诉；"
        "原文保留，按规定取值查找的模型用不到这些行，应为：有罪、免予刑事处罚、无罪",
        "隔离 1 行：第 6 行「裁判结果」为空；请补正后重新报送",
    ]


def test_a_slip_says_which_rows_came_back_and_why(pool: Pool, tmp_path: Path) -> None:
    rows = [penalty(number) for number in range(1, 4)]
    rows += [penalty(number, facts="") for number in range(4, 16)]
    rows += [penalty(16, decided_on="2026-13-40"), penalty(17, decided_on="2026-13-41")]
    (slip,) = run(pool, write(tmp_path / "a.csv", text(rows)))
    assert counts(slip) == (17, 3, 0, 0, 14)
    facts, days = slip.notes
    assert facts == (
        "隔离 12 行：第 5、6、7、8、9、10、11、12、13、14 等行「违法事实」为空；请补正后重新报送"
    )
    assert days == "隔离 2 行：第 17、18 行「处罚决定日期」无法识别；请补正后重新报送"


def test_files_of_one_delivery_say_what_a_correction_takes_away(pool: Pool, tmp_path: Path) -> None:
    """Imported together, the second file corrects the first, though neither was in the pool before."""
    lines = text([penalty(number, facts="更正后的事实") for number in (1, 2)]).splitlines()
    without = "\n".join(line.rpartition(",")[0] for line in lines) + "\n"
    first = write(tmp_path / "a.csv", text([penalty(1), penalty(2, fine_cny="")]))
    slips = run(pool, first, write(tmp_path / "b.csv", without), write(tmp_path / "c.csv", without + "\n"))
    told = "更正的 1 行没有交来此前已有的列：罚款金额"
    assert [[note.split("；")[0] for note in slip.notes] for slip in slips] == [[], [told], []]
    kept = "SELECT fine_cny::INT FROM pool.penalty WHERE decision_no LIKE '%1号' ORDER BY version"
    assert rows(pool, kept) == [(1000,), (None,)]


def test_what_only_completes_another_record_takes_nothing_away(pool: Pool, tmp_path: Path) -> None:
    """A reply without the day of service, which came before it, leaves that day as it was."""
    told = [{"served_on": "2025-06-05"}, {"replied_on": "2025-07-01", "reply_result": "已整改"}]
    for number, values in enumerate(told):
        row = {"doc_no": "云检行意〔2025〕1号", **values}
        file = write(tmp_path / f"文书回复_{number}.jsonl", json.dumps(row, ensure_ascii=False))
        (slip,) = run(pool, file)
    assert (slip.revised, slip.notes) == (1, [])


def test_another_typography_is_no_new_content(pool: Pool, tmp_path: Path) -> None:
    run(
        pool,
        write(tmp_path / "a" / "行政处罚.csv", text([penalty(12, decision_no="某市监处〔2024〕第0012号")])),
    )
    other = penalty(
        12,
        decision_no="某市监处[2024]12 号",
        authority="某市市场监督管理局 ",
        decided_on="2024年7月18日",
        fine_cny="￥1，000.00元",
    )
    assert counts(run(pool, write(tmp_path / "b" / "行政处罚.csv", text([other])))[0]) == (1, 0, 1, 0, 0)


def test_versions_within_one_file_and_back_again(pool: Pool, tmp_path: Path) -> None:
    delivered = [penalty(1), penalty(1), penalty(1, fine_cny="2000"), penalty(1)]
    (slip,) = run(pool, write(tmp_path / "行政处罚.csv", text(delivered)))
    assert counts(slip) == (4, 1, 1, 2, 0)
    found = rows(
        pool, "SELECT version, fine_cny::INT, recorded_to IS NULL FROM pool.penalty ORDER BY version"
    )
    assert found == [(1, 1000, False), (2, 2000, False), (3, 1000, True)]
    (slip,) = run(pool, write(tmp_path / "行政处罚_2.csv", text([penalty(1), penalty(1, fine_cny="3000")])))
    assert counts(slip) == (2, 0, 1, 1, 0)


def test_a_slip_in_the_year_delivers_no_years(pool: Pool, tmp_path: Path) -> None:
    delivered = [penalty(1, decided_on="2023-03-01"), penalty(2, decided_on="2023-06-30")]
    run(
        pool,
        write(tmp_path / "a.csv", text([*delivered, penalty(3, decided_on="2206-05-01")])),
        write(tmp_path / "b.csv", text([penalty(4, decided_on="2206-05-02")])),
    )
    batches = rows(pool, "SELECT first_on, last_on FROM landing.batch ORDER BY file_name")
    assert batches == [(date(2023, 3, 1), date(2023, 6, 30)), (None, None)]
    assert rows(pool, "SELECT count(*) FROM pool.penalty") == [(4,)]


def test_a_clock_set_back_does_not_break_history(pool: Pool, tmp_path: Path) -> None:
    run(pool, write(tmp_path / "a.csv", text([penalty(1)])))
    run(pool, write(tmp_path / "b.csv", text([penalty(1, fine_cny="2000")])), now=NOW - timedelta(days=3))
    broken = rows(pool, "SELECT count(*) FROM pool.penalty WHERE recorded_to < recorded_from")
    assert broken == [(0,)]


def test_marks_on_loaded_rows(pool: Pool, tmp_path: Path) -> None:
    run(
        pool, write(tmp_path / "行政处罚.csv", text([penalty(1, fine_cny="若干"), penalty(2, fine_cny="-5")]))
    )
    assert rows(pool, "SELECT fine_cny::INT, marks FROM pool.penalty ORDER BY row_no") == [
        (None, ["fine_cny:unreadable"]),
        (-5, ["fine_cny:negative"]),
    ]


def test_counts_that_do_not_add_up_stop_the_import(
    pool: Pool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(pool, write(tmp_path / "a.csv", text([penalty(1)])))
    monkeypatch.setattr(
        pooling, "_COUNTED", pooling._COUNTED.replace("coalesce(r.sound, 0)", "coalesce(r.sound, 0) - 1")
    )
    with pytest.raises(CheckFailed, match=r"b\.csv"):
        run(pool, write(tmp_path / "b.csv", text([penalty(2)])))
    assert rows(pool, "SELECT count(*) FROM pool.penalty") == [(1,)]
    assert rows(pool, "SELECT count(*) FROM landing.batch") == [(1,)]


def test_sources_come_from_folders(tmp_path: Path) -> None:
    home = Home.open(tmp_path / "home")
    write(home.inbox / "市监" / "2024" / "行政处罚.csv", text([penalty(1)]))
    write(home.inbox / "烟草" / "行政处罚.csv", text([penalty(2)]))
    write(home.inbox / "烟草" / ".cache" / "行政处罚.csv", text([penalty(3)]))
    outside = write(tmp_path / "u盘" / "城管" / "行政处罚.csv", text([penalty(4)]))
    found = run(home.pool, home.inbox, tmp_path / "u盘")
    assert [slip.source for slip in found] == ["市监", "烟草", "城管"]
    assert run(home.pool, outside, source="别处")[0].status == "repeated"


def test_a_feed_that_is_none(pool: Pool, tmp_path: Path) -> None:
    with pytest.raises(ContractError, match="penalty（行政处罚决定）、admin_case"):
        run(pool, write(tmp_path / "a.csv", text([penalty(1)])), feed="penalties")


def test_recent_takes_only_what_is_new(tmp_path: Path) -> None:
    home = Home.open(tmp_path / "home")
    file = write(home.inbox / "市监" / "行政处罚.csv", text([penalty(1)]))
    config = Config.load(home.config_file)
    recent = {"as_of": date(2026, 11, 1), "now": NOW}
    (slip,) = importer.land_recent(home, config, **recent)
    assert slip.status == "pending"
    with home.pool.write() as con:
        totals = {feed: importer.pool_pending(con, feed, NOW) for feed in load_feeds()}
    assert totals["penalty"].as_metadata() == {
        "batches": 1, "received": 1, "loaded": 1, "duplicate": 0, "revised": 0, "quarantined": 0,
    }  # fmt: skip
    assert importer.import_recent(home, config, **recent) == []
    file.touch()  # another time, the same content
    assert importer.import_recent(home, config, **recent) == []
    write(file, text([penalty(1, fine_cny="7")]))
    (slip,) = importer.import_recent(home, config, **recent)
    assert counts(slip) == (1, 0, 0, 1, 0)


def test_mapping_beside_the_data_and_in_the_configuration(tmp_path: Path) -> None:
    home = Home.open(tmp_path / "home")
    mapping = """
name: 老系统
feed: penalty
columns:
  decision_no: {field: WH}
  authority: {constant: 某市城市管理局}
  party_name: {field: DSR}
  facts: {field: SS, clean: html}
  decided_on: {field: RQ, date: epoch_seconds}
"""
    content = (
        "导出时间,2024,,,\nWH,DSR,SS,RQ,BZ2\n城管罚〔2024〕1号,某某,<p>占道&nbsp;经营</p>,1721260800,甲\n"
    )
    write(home.inbox / "城管" / "export.mapping.yaml", mapping)
    write(home.inbox / "城管" / "export.csv", content)
    (slip,) = run(home.pool, home.inbox)
    assert counts(slip) == (1, 1, 0, 0, 0)
    query = (
        "SELECT authority, facts, decided_on, extra->>'$.BZ2', row_no FROM pool.penalty ORDER BY decision_no"
    )
    assert rows(home.pool, query) == [("某市城市管理局", "占道 经营", date(2024, 7, 18), "甲", 3)]
    write(home.root / "城管.yaml", mapping)
    source = Source(name="城管二队", mapping="城管.yaml")
    second = write(home.inbox / "城管二队" / "export.csv", content.replace("〕1号", "〕2号"))
    config = Config(sources=[source], folder=home.root)
    assert [counts(slip) for slip in run(home.pool, second, config=config)] == [(1, 1, 0, 0, 0)]


CONSTANT = """
name: 只缺机关
feed: penalty
columns:
  authority: {constant: 某市文化和旅游局}
"""


def test_a_mapping_may_add_only_what_the_headers_lack(pool: Pool, tmp_path: Path) -> None:
    content = (
        "某市文旅系统处罚情况,,,,,\n处罚文号,被处罚人,主要案情,处罚日期,罚款（万元）,归档盒\n"
        "文处〔2024〕1号,某网吧,接纳未成年人,2024年3月5日,0.6,甲\n,,,,,\n合计,,,,0.6,\n制表人：某科,,,,,\n"
    )
    write(tmp_path / "mapping.yaml", CONSTANT)
    (slip,) = run(pool, write(tmp_path / "行政处罚.csv", content))
    # The same text in every line makes no record of a blank one, of a total or of a note.
    assert counts(slip) == (1, 1, 0, 0, 0), slip.notes
    # A column is told by its place in the file, not in what the mapping made of it.
    assert any("归档盒（第6列）" in note for note in slip.notes)
    assert rows(pool, "SELECT authority, fine_cny::INT, decided_on FROM pool.penalty") == [
        ("某市文化和旅游局", 6000, date(2024, 3, 5))
    ]


def test_a_file_is_read_again_once_its_mapping_is_there(tmp_path: Path) -> None:
    home = Home.open(tmp_path / "home")
    lines = text([{key: value for key, value in penalty(1).items() if key != "authority"}])
    write(home.inbox / "文旅" / "行政处罚.csv", lines)

    def recent() -> list[tuple[str, tuple[int, int, int, int, int]]]:
        slips = importer.import_recent(home, Config(), as_of=NOW.date(), now=NOW)
        return [(slip.status, counts(slip)) for slip in slips]

    assert recent() == [("imported", (1, 0, 0, 0, 1))]
    assert recent() == []
    write(home.inbox / "文旅" / "mapping.yaml", CONSTANT)
    assert recent() == [("imported", (1, 1, 0, 0, 0))]
    assert recent() == []
    # A constant that was wrong is corrected in the same way: another authority has other decisions.
    write(home.inbox / "文旅" / "mapping.yaml", CONSTANT.replace("某市", "邻市"))
    assert recent() == [("imported", (1, 1, 0, 0, 0))]


@pytest.mark.skipif(not REAL.exists(), reason="the real records are not beside the checkout")
def test_published_decisions(pool: Pool) -> None:
    (slip,) = run(pool, REAL)
    assert slip.received == 33
    assert counts(slip) == (33, 31, 1, 0, 1)
    derived = dict(
        rows(
            pool,
            "SELECT column_name, count(*) FROM (SELECT unnest(derived) AS column_name FROM pool.penalty) "
            "GROUP BY ALL",
        )
    )
    # One of the pages without a number is quarantined for its missing date.
    bare = [json.loads(line)["decision_no"] is None for line in REAL.read_text("utf-8").splitlines()]
    assert derived["authority"] == derived["decision_no"] == sum(bare) - 1
    tax = rows(
        pool, "SELECT authority, fine_cny::DOUBLE FROM pool.penalty WHERE decision_no = '税务公示id=241213'"
    )
    assert tax == [("河北省地方税务局稽查局", 1030400.0)]
    assert rows(
        pool,
        "SELECT count(*) FROM pool.penalty WHERE penalty_text LIKE '%<%>%' OR penalty_text LIKE '%&nbsp;%'",
    ) == [(0,)]
    assert rows(pool, "SELECT min(decided_on) FROM pool.penalty") == [(date(2016, 1, 7),)]
    ((reason,),) = rows(pool, "SELECT reason FROM landing.quarantine")
    assert reason == "「处罚决定日期」为空"


def test_import_costs_no_rewrite_of_the_pool(pool: Pool, tmp_path: Path) -> None:
    run(pool, write(tmp_path / "a.csv", text([penalty(number) for number in range(1, 200)])))
    before = rows(pool, "SELECT rowid, record_id FROM pool.penalty ORDER BY rowid")
    run(pool, write(tmp_path / "b.csv", text([penalty(500)])), now=datetime(2026, 11, 2))
    after = rows(pool, "SELECT rowid, record_id FROM pool.penalty ORDER BY rowid")
    assert after[: len(before)] == before
    assert len(after) == len(before) + 1


def test_many_passes_say_the_same_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for part in range(4):
        delivered = [penalty(number, fine_cny=str(part)) for number in range(1 + part, 4 + part)]
        write(tmp_path / "in" / f"行政处罚_{part}.csv", text(delivered))
    found = []
    for limit in (1, 1_000_000):
        monkeypatch.setattr(pooling, "_PASS_ROWS", limit)
        pool = Pool(tmp_path / str(limit) / "pool.duckdb")
        found.append([counts(slip) for slip in run(pool, tmp_path / "in")])
        found.append(rows(pool, "FROM pool.penalty ORDER BY record_id, version"))
    assert found[:2] == found[2:]


def test_rows_keep_their_number_though_many_processors_read(
    pool: Pool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = landing._READ_CSV.replace(
        "null_padding", "buffer_size = 65536, max_line_size = 16384, null_padding"
    )
    monkeypatch.setattr(landing, "_READ_CSV", small)
    delivered = [penalty(number) for number in range(30_000)]
    (slip,) = run(pool, write(tmp_path / "行政处罚.csv", text(delivered, above="题,,,,,\n")))
    assert slip.loaded == 30_000
    wrong = (
        "SELECT count(*) FROM pool.penalty WHERE decision_no <> '某市监处〔2024〕' || (row_no - 3) || '号'"
    )
    assert rows(pool, wrong) == [(0,)]


def test_a_large_file_is_checked_to_its_end(
    pool: Pool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_file, "_CHECKED", 1)
    monkeypatch.setattr(text_file, "_CHUNK", 64)
    head = ",".join(LABELS) + "\n"
    plain = [",".join([f"A-{number}", "A", "B", "C", "2024-07-18", "1"]) for number in range(90)]
    content = head + "\n".join([*plain, "某市监处〔2024〕1号,某局,某某,案情,2024-07-18,1"]) + "\n"
    (slip,) = run(pool, write(tmp_path / "penalty_1.csv", content, "gb18030"))
    assert (slip.encoding, counts(slip)) == ("gb18030", (91, 91, 0, 0, 0))
    broken = tmp_path / "penalty_2.csv"
    broken.write_bytes(content.encode() + b"\xff\xff\n")
    (slip,) = run(pool, broken)
    assert slip.status == "refused"
    assert "没有编码" in (slip.reason or "")

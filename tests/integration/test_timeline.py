"""One timeline across the bodies: every event in order, with its row, its deadline and what is awaited."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.outputs import timeline
from tests.chain import build_until_models, deliver
from warehouse.errors import XianjieError
from warehouse.intake.importer import import_paths
from warehouse.pool import Pool, memory

# Goes the whole way for the answers: tests of the parts count the lines.
pytestmark = pytest.mark.no_cover

OFFENCE = "销售假冒注册商标的商品罪"
RECORDS: dict[str, list[dict[str, Any]]] = {
    "transfer": [
        {
            "transfer_no": "云市监移〔2025〕7号", "kind": "涉嫌犯罪", "authority": "云桥区市场监督管理局",
            "to_authority": "云桥区公安局", "party_name": "周平", "facts": "销售假冒注册商标的商品。",
            "reported_on": "2025-03-03", "approved_on": "2025-03-04", "approval": "批准",
            "transferred_on": "2025-03-05", "received_on": "2025-03-05", "police_decision": "立案",
            "police_decided_on": "2025-03-14", "police_case_no": "云公立字〔2025〕9号",
        }
    ],
    "police_case": [
        {
            "police_case_no": "云公立字〔2025〕9号", "police_org": "云桥区公安局", "suspect_name": "周平",
            "offence": OFFENCE, "filed_on": "2025-03-14",
        },
        {
            "police_case_no": "云公立字〔2025〕88号", "police_org": "云桥区公安局", "suspect_name": "郑安",
            "offence": OFFENCE, "filed_on": "2025-06-02",
        },
    ],
    "prosecution": [
        {
            "pros_no": "云检受〔2025〕3号", "police_case_no": "云公立字〔2025〕9号", "suspect_name": "周平",
            "suspect_id_no": "310114199001011234", "offence": OFFENCE, "accepted_on": "2025-05-06",
            "decision": "酌定不起诉", "decided_on": "2025-05-20", "handed_over_on": "2025-05-22",
            "review_registered_on": "2025-05-22", "review_closed_on": "2025-05-30",
            "review_conclusion": "制发检察意见",
        }
    ],
    "procuratorial_document": [
        {
            "doc_no": "云检行意〔2025〕1号", "kind": "检察意见书", "issuer": "云桥区人民检察院",
            "to_authority": "云桥区市场监督管理局", "pros_no": "云检受〔2025〕3号", "party_name": "周平",
            "issued_on": "2025-05-30", "served_on": "2025-06-03",
        }
    ],
}  # fmt: skip
# Documents that name the day of the reply.
NAMED: list[dict[str, Any]] = [
    {
        "doc_no": "云检行意〔2025〕2号", "kind": "检察意见书", "issuer": "云桥区人民检察院",
        "to_authority": "云桥区市场监督管理局", "party_name": "吴安",
        "issued_on": "2025-05-30", "served_on": "2025-06-03", "reply_due_on": "2025-12-10",
    },
    {
        "doc_no": "云检行意〔2025〕3号", "kind": "检察意见书", "issuer": "云桥区人民检察院",
        "to_authority": "云桥区市场监督管理局", "party_name": "冯安", "issued_on": "2025-05-30",
        "served_on": "2025-06-03", "reply_due_on": "2025-07-01", "replied_on": "2025-08-01",
        "reply_result": "不予处罚",
    },
]  # fmt: skip
IN_ORDER = [
    "提请移送", "负责人审批移送", "移送公安机关", "公安机关签收", "公安机关决定立案", "公安机关立案",
    "检察机关受理审查起诉", "决定不起诉", "移送行政检察部门", "行政检察部门登记", "审结，提出检察意见",
    "制发检察意见书", "检察意见书送达",
]  # fmt: skip


@contextmanager
def delivered(folder: Path, records: dict[str, list[dict[str, Any]]]) -> Iterator[duckdb.DuckDBPyConnection]:
    pool = Pool(folder / "pool.duckdb")
    import_paths(pool, deliver(folder, records), source="golden", now=datetime(2025, 12, 1))
    with pool.write() as writing:
        build_until_models(writing, as_of=date(2025, 12, 1))
    with pool.read() as reading:
        yield reading


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    documents = [*RECORDS["procuratorial_document"], *NAMED]
    records = RECORDS | {"procuratorial_document": documents}
    with delivered(tmp_path_factory.mktemp("timeline"), records) as reading:
        yield reading


@pytest.mark.parametrize(
    "asked",
    [
        "云市监移〔2025〕7号",
        "云市监移(2025)007号",
        "云公立字〔2025〕9号",
        "云检受〔2025〕3号",
        "云检行意〔2025〕1号",
        "周平",
    ],
)
def test_any_number_or_name_leads_to_the_whole_case(con: duckdb.DuckDBPyConnection, asked: str) -> None:
    page = timeline.timeline(con, asked)
    assert [event["zh"] for event in page["events"]] == IN_ORDER


def test_another_suspects_case_stays_apart(con: duckdb.DuckDBPyConnection) -> None:
    page = timeline.timeline(con, "郑安")
    assert [(event["zh"], event["no"]) for event in page["events"]] == [
        ("公安机关立案", "云公立字〔2025〕88号")
    ]


def test_every_event_names_file_and_row(con: duckdb.DuckDBPyConnection) -> None:
    events = timeline.timeline(con, "周平")["events"]
    assert {event["file"] for event in events} == {f"{feed}.jsonl" for feed in RECORDS}
    assert all(event["row"] for event in events)
    assert {event["source"] for event in events} == {"golden"}


def test_deadlines_are_told_with_the_law(con: duckdb.DuckDBPyConnection) -> None:
    events = {event["zh"]: event for event in timeline.timeline(con, "周平")["events"]}
    # Received on 5 March 2025, three days later is Saturday the 8th: Monday the 10th.
    decided = events["公安机关决定立案"]
    assert (decided["due_on"], decided["is_late"]) == ("2025-03-10", True)
    assert "第8条" in decided["basis"]
    handed = events["移送行政检察部门"]
    assert (handed["due_on"], handed["is_late"]) == ("2025-05-23", False)


def test_what_is_awaited_is_named(con: duckdb.DuckDBPyConnection) -> None:
    waiting = timeline.timeline(con, "周平")["open"]
    # Served on 3 June 2025, ninety days later is 1 September.
    assert [(w["awaited_zh"], w["due_on"], w["is_overdue"]) for w in waiting] == [
        ("有关主管机关书面回复检察意见的办理情况", "2025-09-01", True)
    ]


def test_the_day_that_a_document_names_goes_before_the_term_of_its_kind(
    con: duckdb.DuckDBPyConnection,
) -> None:
    # Ninety days from 3 June are over on 1 December; the document gives until the 10th.
    (waiting,) = timeline.timeline(con, "云检行意〔2025〕2号")["open"]
    assert (waiting["due_on"], waiting["is_overdue"], waiting["basis"]) == (
        "2025-12-10",
        False,
        "文书载明的回复日期",
    )
    # And the other way round: answered within ninety days, a month after the day named.
    events = timeline.timeline(con, "云检行意〔2025〕3号")["events"]
    late = [(event["due_on"], event["is_late"]) for event in events if event["happened_on"] == "2025-08-01"]
    assert late == [("2025-07-01", True)]


def test_the_text_has_one_line_per_event_and_no_id_number(con: duckdb.DuckDBPyConnection) -> None:
    text = timeline.as_text(timeline.timeline(con, "周平"))
    assert "2025-05-20  决定不起诉  检察办案 云检受〔2025〕3号（周平）[prosecution.jsonl" in text
    assert "待办（已逾期）" in text
    assert "19900101" not in text


def test_an_unknown_number_is_told_with_the_nearest(con: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(XianjieError, match="云检受〔2025〕3号"):
        timeline.timeline(con, "云检受〔2025〕33号")


def test_before_the_first_run_it_says_what_to_do() -> None:
    with pytest.raises(XianjieError, match="xianjie run"):
        timeline.timeline(memory(), "周平")


def test_namesakes_are_told_apart(tmp_path: Path) -> None:
    """Two persons of one name, each with a number of their own."""
    common = {"offence": OFFENCE, "accepted_on": "2025-05-06", "suspect_name": "郑安"}
    numbers = {"云检受〔2025〕71号": "319999198001010015", "云检受〔2025〕72号": "319999198001010023"}
    persons = [common | {"pros_no": no, "suspect_id_no": number} for no, number in numbers.items()]
    with delivered(tmp_path, {"prosecution": persons}) as con:
        page = timeline.timeline(con, "郑安")
        text = timeline.as_text(page)
        assert "名称相同的未必是同一人" in text
        heads = [line for line in text.splitlines() if line.startswith("当事人 ")]
        assert len(heads) == 2
        parts = text.split("当事人 ")
        assert all(sum(no in part for part in parts[-2:]) == 1 for no in numbers)
        # Asked by the person's own id, there is one.
        (own,) = (party["party_ids"][0] for party in page["parties"] if party["cases"] == page["cases"][:1])
        alone = timeline.as_text(timeline.timeline(con, own))
        assert "名称相同" not in alone and sum(no in alone for no in numbers) == 1


def test_one_person_in_one_case_is_one(con: duckdb.DuckDBPyConnection) -> None:
    """Records of one case, some with a number and some without, are about the same bearer of the name."""
    assert "名称相同" not in timeline.as_text(timeline.timeline(con, "周平"))

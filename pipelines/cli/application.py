"""Puts the commands together."""

from __future__ import annotations

import typer

from pipelines.cli import (
    backup,
    cases,
    demo,
    dispositions,
    documents,
    findings,
    intake,
    party,
    publish,
    report,
    rulebook,
    run,
    similar,
    sql,
    verify,
)
from pipelines.cli.help import speak_chinese

speak_chinese()

app = typer.Typer(
    name="xianjie",
    help="行刑衔接监督：从各单位报送的数据到有依据的线索清单。",
    epilog="先试：xianjie demo --out demo，xianjie import demo/inbox，xianjie run。出错时加 --debug。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

app.command(
    "demo",
    help="生成一个虚构辖区：各类数据文件（格式与杂乱程度接近实际）及其标准答案。",
    epilog="示例：xianjie demo --cases 2000 --seed 1 --out demo",
)(demo.demo)
app.command(
    "import",
    help="导入文件或最近几日的数据，并打印每个文件的回执。",
    epilog="示例：xianjie import 报送/处罚.xlsx --source 青浦市监，或 xianjie import --days 7",
)(intake.import_)
app.command(
    "run",
    help="导入收件箱中的新数据，完成检查、关联、模型与清单。",
    epilog="示例：xianjie run --as-of 2026-11-24 --strict",
)(run.run)
app.command(
    "findings",
    help="按名次列出最近一次运行的线索，可筛选。",
    epilog="示例：xianjie findings --model f01 --limit 20，或 xianjie findings --out 线索.xlsx",
)(findings.findings)
app.command(
    "explain",
    help="说明一条线索的理由：事实、要件、标准与条款、原始行、关联、例外与消除条件。",
    epilog="示例：xianjie explain 3f2a",
)(findings.explain)
app.command(
    "why-not",
    help="说明一个对象为何未列入：距标准多远、属于何种例外、缺少什么。",
    epilog="示例：xianjie why-not f01 沪市监青处〔2024〕12号",
)(findings.why_not)
app.command(
    "similar",
    help="列出与一个处罚决定可比的案件：先比罪名、行为、数额、情节，再比案情文字，并列明相同之处与各自的结果。",
    epilog="示例：xianjie similar 沪市监青处〔2024〕12号",
)(similar.similar)
app.command(
    "report",
    help="生成一段期间的监督报告（DOCX 公文格式或单文件 HTML），并附可复算其数字的 SQL。",
    epilog="示例：xianjie report --period 2026-10 --out 监督报告.docx",
)(report.report)
app.command(
    "publish",
    help="按范围另写一份快照（DuckDB 与 Parquet）：内部显示姓名，机关间脱敏，研究用化名；均不含证件号码。",
    epilog="示例：xianjie publish --profile academic --out 研究快照",
)(publish.publish)
app.command(
    "sql",
    help="对已发布的脱敏快照提问：二十个预备问题，或自己的 SQL；只读。",
    epilog="示例：xianjie sql --list，xianjie sql 12，或 xianjie sql 'SELECT count(*) FROM penalty'",
)(sql.sql)
app.command(
    "dispose",
    help="登记一条线索的核查结论；结论只增不改，重新运行不会丢失。",
    epilog="示例：xianjie dispose 3f2a 查实 --note 已调取移送书回执",
)(dispositions.dispose)
app.command(
    "verify",
    help="核对登记簿的散列、每行的去向、台账与已发布文件的校验值，指出不符之处。",
    epilog="示例：xianjie verify",
)(verify.verify)
app.command(
    "backup",
    help="把全部数据、登记簿、密钥与清单写成一个文件（Dagster 的运行记录除外）。",
    epilog="示例：xianjie backup --out /备份盘/衔接.tar",
)(backup.backup)
app.command(
    "restore",
    help="由备份恢复到一个空文件夹；逐个文件核对散列，不符则什么也不写。",
    epilog="示例：xianjie restore /备份盘/衔接.tar --home 新文件夹",
)(backup.restore)
app.add_typer(dispositions.app, name="dispositions")
app.command(
    "timeline",
    help="一个案件或一个当事人在行政机关、公安、检察、法院的办案时间线，逐条注明来源文件与行。",
    epilog="示例：xianjie timeline 溟云检部受〔2026〕12号",
)(cases.timeline)
app.command(
    "index",
    help="审查索引：行政处罚规范、主管机关、处罚种类、时效、应当审查与需要考虑的问题、证据清单。",
    epilog="示例：xianjie index 危险驾驶罪 --on 2026-03-01，或 xianjie index --finding 3f2a",
)(cases.index)
app.command(
    "draft",
    help="按线索生成文书草稿（DOCX，公文版式）：事实与条款取自数据，缺少的留空并标黄。",
    epilog="示例：xianjie draft 检察意见书 3f2a --out 意见书.docx",
)(cases.draft)
app.add_typer(documents.app, name="documents")
app.add_typer(rulebook.app, name="rulebook")
app.add_typer(party.app, name="party")

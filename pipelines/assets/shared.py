"""What several models rest on: actors, leading offences, answers, groups, repeats, names in the facts."""

from collections.abc import Iterator

import dagster as dg

from models import common
from pipelines.assets.shown import describe, spec
from pipelines.resources import HomeFolder

_FACTS = ["fact/evaluation", "fact/candidate", "fact/measure", "party/link", "party/resolved", "rule/offence"]
_SPECS = {
    ("party", "authority"): "机关名称与其现名称（合并、更名后为同一机关）",
    ("party", "actor"): "每条案件记录当事人背后的自然人",
    ("fact", "criminal"): "可以回应行政案件的刑事记录及其罪名类别",
    ("fact", "lead"): "每个案件的主导罪名",
    ("fact", "minor"): "行为时未达或者不能确定是否已达刑事责任年龄的当事人，按罪名",
    ("fact", "answer"): "行政案件与回应它的刑事记录",
    ("fact", "answered"): "每个行政案件最强的刑事回应与反证",
    ("fact", "group_evaluation"): "同一当事人同类行为合并计算后对照追诉标准",
    ("fact", "prior"): "重复处罚条款所需的此前处罚次数",
    ("fact", "repeat_evaluation"): "重复处罚条款的三值判断",
    ("fact", "stated"): "案情陈述的量刑与办理情节、检出物质，及其原文位置",
    ("fact", "counterpart"): "案情点名的供货、购买、生产、印制、共同实施者及其原文位置",
    ("fact", "named"): "案情点名的供货、购买、生产、共同实施者",
    ("fact", "fine_floor"): "罚款与所依据规定的下限",
    ("fact", "norm"): "各罪名对应的行政处罚规范（审查索引）",
    ("fact", "paper"): "检察文书与其所涉的审查起诉案件",
    ("fact", "paper_due"): "检察文书的回复期限",
    ("fact", "followed"): "刑事案件办结后行政机关对同一行为的处理",
    (
        "fact",
        "liability_end",
    ): "刑事案件终结的记录自己载明的无人应受处罚的理由：没有违法事实、当事人死亡或者终止、已过追诉时效",
    ("fact", "reverse_flow"): "不起诉决定在反向衔接中走到哪一环节，逐环节相扣",
    ("fact", "convicted_access"): "有罪裁判后须核查的证照与市场准入，按机关",
    ("fact", "consequence"): "有罪裁判的法定行政后果及其落实记录",
    ("fact", "review_term"): "不起诉案件移送与审查的期限",
}


@dg.multi_asset(
    name="shared_tables",
    specs=[spec(layer, name, told, deps=_FACTS) for (layer, name), told in _SPECS.items()],
)
def shared_tables(home: HomeFolder) -> Iterator[dg.MaterializeResult]:
    """Build once what several models read."""
    with home.open().pool.write() as con:
        (as_of,) = con.execute("SELECT as_of FROM known.run").fetchall()[0]
        common.build(con, home.rulebook(), as_of)
        for layer, name in _SPECS:
            yield dg.MaterializeResult(asset_key=[layer, name], metadata=describe(con, layer, name))

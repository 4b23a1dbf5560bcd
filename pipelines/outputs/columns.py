"""The columns of the lists: canonical name, Chinese label, meaning, type, width on the screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Kind = Literal["text", "integer", "decimal", "ratio", "date", "timestamp"]


@dataclass(frozen=True)
class ListColumn:
    """One column of a list.

    Parameters
    ----------
    name : str
        Canonical name, heads the column in CSV and Parquet.
    label : str
        Chinese label, heads the column in XLSX.
    kind : str
        ``text``, ``integer``, ``decimal`` (exact), ``ratio`` (DOUBLE), ``date`` or ``timestamp``.
    meaning : str
        What an analyst must know.
    width : int
        Width in XLSX, in characters.
    """

    name: str
    label: str
    kind: Kind
    meaning: str
    width: int = 12


FLAGGED: tuple[ListColumn, ...] = (
    ListColumn("rank", "名次", "integer", "1 = 最先核查", 6),
    ListColumn("finding_id", "线索编号", "text", "各次运行间不变：模型与对象主键的散列", 15),
    ListColumn("model", "模型", "text", "XLSX 中为名称与编号，其他格式为模型编号（与模型文件同名）", 22),
    ListColumn("model_version", "模型版本", "text", "模型文件的版本", 9),
    ListColumn(
        "model_class", "模型类别", "text", "规则（法定条件） / 统计（排序提示） / 数据（本身可疑）", 9
    ),
    ListColumn("failure_mode", "问题类型", "text", "以罚代刑、有案不移、有案不立等", 10),
    ListColumn("severity", "等级", "text", "高 / 中 / 低", 6),
    ListColumn("score", "分值", "ratio", "0 至 1，同一等级内据此排序", 8),
    ListColumn("subject_kind", "对象类别", "text", "所指记录的数据类别，或当事人、执法机关", 14),
    ListColumn("subject_no", "对象文号", "text", "现行版本中来源所给的文号；一个文号与当事人一行", 30),
    ListColumn("related_nos", "相关文号", "text", "同一线索涉及的其他记录，以分号连接", 32),
    ListColumn("authority", "有关机关", "text", "线索所涉机关", 24),
    ListColumn("party_id", "当事人编号", "text", "关联后的当事人编号", 21),
    ListColumn("party_name", "当事人", "text", "当事人名称", 24),
    ListColumn("credit_code", "统一社会信用代码", "text", "单位当事人的代码", 22),
    ListColumn("offence", "涉嫌罪名", "text", "事实所对照的罪名", 20),
    ListColumn("rule_version", "规则版本", "text", "罪名代码@版本生效日", 16),
    ListColumn("legal_basis", "依据", "text", "追诉标准的文件与条款", 36),
    ListColumn("measure", "决定要素", "text", "对照追诉标准时起决定作用的数额或数量", 18),
    ListColumn("value", "认定值", "decimal", "该要素的认定值", 15),
    ListColumn("unit", "单位", "text", "认定值与标准的单位", 6),
    ListColumn("threshold", "标准", "decimal", "追诉标准（含本数）", 13),
    ListColumn("margin", "倍数", "ratio", "认定值 ÷ 标准", 8),
    ListColumn("reason_zh", "线索说明", "text", "一句话说明", 60),
    ListColumn("clears_if_zh", "消除条件", "text", "出现何种材料时线索消除", 40),
    ListColumn("evidence", "证据（JSON）", "text", "所用原始行、要素、关联与例外；见“依据”“原始行”", 12),
    ListColumn("occurred_on", "事实日期", "date", "所据事实发生的日期；办理期限类为期限届满之日", 12),
    ListColumn("known_on", "入库日期", "date", "事实进入数据池的日期", 12),
    ListColumn("first_seen", "首次出现", "timestamp", "线索首次列出的时间", 18),
    ListColumn("last_seen", "最近出现", "timestamp", "线索最近一次列出的时间", 18),
    ListColumn("status", "状态", "text", "新 / 待核查 / 已核查 / 暂缓 / 已消除 / 重新出现", 9),
    ListColumn("verdict", "核查结论", "text", "查实 / 查否 / 数据错误 / 已处理 / 重复，由核查人填写", 12),
)

CLEARED: tuple[ListColumn, ...] = (
    *(column for column in FLAGGED if column.name not in ("rank", "evidence")),
    ListColumn("cleared_at", "消除时间", "timestamp", "线索不再成立的那次运行的时间", 18),
    ListColumn("cleared_by", "消除运行", "text", "线索不再成立的那次运行的编号", 20),
)

# insufficient.csv and excluded.csv.
NOT_FLAGGED: tuple[ListColumn, ...] = (
    ListColumn("model", "模型", "text", "模型编号"),
    ListColumn("subject_kind", "对象类别", "text", "所指记录的数据类别"),
    ListColumn("subject_no", "对象文号", "text", "来源所给的文号"),
    ListColumn("related_nos", "相关文号", "text", "涉及的其他记录，以分号连接"),
    ListColumn("authority", "有关机关", "text", "所涉机关"),
    ListColumn("party_name", "当事人", "text", "当事人名称"),
    ListColumn("offence", "涉嫌罪名", "text", "事实所对照的罪名"),
    ListColumn("reason_code", "原因代码", "text", "模型说明中列明的原因"),
    ListColumn("missing", "缺少", "text", "缺少的要素，以分号连接"),
    ListColumn("reason_zh", "说明", "text", "一句话说明"),
)

# Not in the list: a column that an analyst may add beside it; it comes back with the verdict.
VERDICT_NOTE = ListColumn("verdict_note", "核查备注", "text", "核查人填写：理由、材料、去向", 30)
_LISTED = {column.name: column for column in FLAGGED}
REVIEW_SAMPLE: tuple[ListColumn, ...] = (
    _LISTED["finding_id"],
    ListColumn(
        "sample",
        "抽样",
        "text",
        "uncertain：评分接近一半的线索；random：未列为线索的处罚，按机关和罪名随机抽取",
    ),
    ListColumn("weight", "代表件数", "ratio", "随机抽取的一件代表同机关、同罪名的多少件"),
    *(
        _LISTED[name]
        for name in ("model", "subject_kind", "subject_no", "authority", "party_name", "offence")
    ),
    *(_LISTED[name] for name in ("measure", "value", "unit", "threshold", "reason_zh", "verdict")),
    VERDICT_NOTE,
)

DUE_SOON = (
    ListColumn("due_on", "到期日", "date", "法定期限的最后一日", 12),
    ListColumn("working_days_left", "剩余工作日", "integer", "到期前还有几个工作日，今日到期为 0", 10),
    ListColumn("model", "模型", "text", "监督模型编号", 28),
    ListColumn("subject_kind", "对象类型", "text", "对象所属的数据种类", 14),
    ListColumn("subject_no", "对象编号", "text", "文号或者案号，与交付一致", 30),
    ListColumn("authority", "机关", "text", "有关机关", 24),
    ListColumn("party_name", "当事人", "text", "当事人名称", 20),
    ListColumn("legal_basis", "依据", "text", "期限所依据的规定", 30),
    ListColumn("reason_zh", "说明", "text", "应当在何日前做什么", 40),
)
QUARANTINE: tuple[ListColumn, ...] = (
    ListColumn("feed", "数据类别", "text", "按哪一类数据读取"),
    ListColumn("source", "来源", "text", "报送单位"),
    ListColumn("file", "文件", "text", "文件名"),
    ListColumn("sheet", "工作表", "text", "工作表名"),
    ListColumn("row", "行号", "integer", "在文件中看到的行号"),
    ListColumn("reason", "原因", "text", "为何未能入库"),
    ListColumn("raw", "原始值", "text", "该行的原始值（JSON，证件号码已遮盖）"),
    ListColumn("resent", "重新报送", "text", "其后重新报送的文件与行，不必再退回；空为尚待补正"),
)

INTAKE: tuple[ListColumn, ...] = (
    ListColumn("file", "文件", "text", "文件名；多个工作表时附表名"),
    ListColumn("feed", "数据类别", "text", "按哪一类数据读取"),
    ListColumn("source", "来源", "text", "报送单位"),
    ListColumn("received", "收到", "integer", "收到的行数 = 入库 + 重复 + 更正 + 隔离"),
    ListColumn("loaded", "入库", "integer", "新入库的行数"),
    ListColumn("duplicate", "重复", "integer", "主键与内容都相同的行数"),
    ListColumn("revised", "更正", "integer", "主键相同、内容更新的行数"),
    ListColumn("quarantined", "隔离", "integer", "无法入库的行数"),
    ListColumn("encoding", "编码", "text", "文件的字符编码"),
    ListColumn("first_on", "最早日期", "date", "最早的业务日期"),
    ListColumn("last_on", "最晚日期", "date", "最晚的业务日期"),
    ListColumn("status", "结果", "text", "imported / refused / repeated / pending"),
    ListColumn(
        "notes", "说明", "text", "报送单位应当知道的：拒收的原因、未识别的列、不计的行、更正时没有交来的列"
    ),
)

# Not part of the hash of a list: they tell when it was looked at, not what it says.
NOT_HASHED = frozenset({"first_seen", "last_seen", "known_on", "status", "verdict"})

VERDICTS = ("查实", "查否", "数据错误", "已处理", "重复")
EXEMPLARY = ("查实", "已处理")  # what a case must be to serve as an example
SNOOZED = "暂缓"  # no verdict: looked at, to be shown again on a day

# What the codes of the canonical files are called on the screen and in XLSX.
WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "severity": {"high": "高", "medium": "中", "low": "低"},
        "model_class": {"rule": "规则", "statistical": "统计", "intake": "数据"},
        "status": {
            "new": "新",
            "open": "待核查",
            "judged": "已核查",
            "snoozed": "暂缓",
            "cleared": "已消除",
            "reopened": "重新出现",
        },
        "event": {
            "raised": "列出",
            "escalated": "加重",
            "judged": "登记结论",
            "snoozed": "暂缓",
            "cleared": "消除",
            "reopened": "重新列出",
            "exported": "导出",
        },
        "outcome": {
            "flagged": "线索",
            "insufficient": "事实不足",
            "excluded": "例外",
            "clear": "不成立",
            "not_computable": "无法计算",
        },
        # What a model measures itself, where no amount of the rulebook decides.
        "measure": {
            "approval_days": "审批用时",
            "attachments_absent": "缺少的移送材料",
            "days_link_missing": "下一环节缺失的日数",
            "days_out_of_order": "日期颠倒的日数",
            "days_since_end": "刑事程序终结后的日数",
            "line_share": "已查明数额占追诉标准的比例",
            "days_since_judgment": "裁判后的日数",
            "days_since_reply": "回复后的日数",
            "short_of_floor_cny": "低于下限的差额",
            "days_since_term": "审查期限届满后的日数",
            "days_until_limit": "距追究时效届满的日数",
            "filing_days": "接到通知后的立案用时",
            "fine_cny": "罚款金额",
            "handover_working_days": "移送行政检察用时",
            "investigation_days": "侦查用时",
            "naming_cases": "点名该主体的案件",
            "refusal_share": "不予立案比例",
            "reply_days": "说明理由用时",
            "reply_days_late": "逾期回复的日数",
            "review_days": "立案审查用时",
            "review_working_days": "行政检察审查用时",
            "sending_hours": "移送用时",
            "share_below_line": "恰在标准之下的比例",
            "signs": "降格处理的迹象",
            "silent_days": "点名后无处理的日数",
            "silent_share": "长期无结果的比例",
            "transfer_days": "处罚后的移送用时",
        },
        # What a model misses that is neither a measure nor a column of a feed.
        "missing": {
            "name": "可以确定主体的名称",
            "cases": "足够的案件",
            "peers": "可以比较的机关",
            "prior_penalties": "以前的处罚记录",
            "admin_norm": "相应的行政处罚规范",
            "consequence": "资格后果规范的确认",
            "criminal_age": "行为时的刑事责任年龄，或者所实施的是否为低龄即负刑事责任的犯罪",
        },
    }
)


def word(column: str, value: object) -> str:
    """Return the Chinese word for a code of ``column``; what has none is returned as text."""
    text = "" if value is None else str(value)
    return WORDS.get(column, {}).get(text, text)

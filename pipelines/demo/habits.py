"""Each agency's way of delivering: format, encoding, headings, dates, units, what it leaves out."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipelines.demo.headings import LABELS, PENALTY_ALIASES, PENALTY_CODES

AMOUNTS = (
    "goods_value_cny",
    "business_amount_cny",
    "sales_amount_cny",
    "illegal_gain_cny",
    "tax_amount_cny",
)
IDENTITY = (
    "decision_no",
    "authority",
    "authority_code",
    "party_name",
    "party_type",
    "credit_code",
    "party_id_no",
    "legal_rep",
)
CORE = (
    "violation",
    "facts",
    "basis",
    "penalty_kinds",
    "penalty_text",
    "fine_cny",
    "forfeit_cny",
    "decided_on",
)
CASE_SYSTEM = (
    "case_no",
    "legal_rep_id_no",
    "address",
    "place",
    "phone",
    "filed_on",
    "act_began_on",
    "act_ended_on",
    *AMOUNTS,
    "served_on",
    "handler",
    "procedure",
    "hearing_notified_on",
    "collective_discussion",
    "legal_review",
    "appraisal_made",
    "serious",
    "paid_on",
    "revoked_on",
    "remark",
)


@dataclass(frozen=True, slots=True)
class Habit:
    """How one source delivers one feed."""

    feed: str
    folder: str
    stem: str
    form: str  # csv, tsv, xlsx, json, jsonl, parquet
    agencies: tuple[str, ...] = ()  # whose records; empty: all that nobody else delivers
    encoding: str = "utf-8"
    delimiter: str = ","
    heads: str = "label"  # label, code, alias, canonical
    columns: tuple[str, ...] = ()  # empty: all the labels know
    dates: str = "iso"  # iso, slash, compact, chinese, clock, cell, serial
    brackets: str = "〔〕"
    wan: bool = False  # fines in 万元
    periods: str = "years"  # years (and months of the last year), running, whole
    title: str = ""
    totals: bool = False
    masks: float = 0.0  # share of ID numbers shown masked
    unknown: tuple[str, ...] = field(default=())

    def heading(self, column: str) -> str:
        """Return how the column is headed."""
        if self.heads == "canonical":
            return column
        label = LABELS[self.feed].get(column, column)
        if self.feed == "penalty":
            if self.heads == "code":
                label = PENALTY_CODES.get(column, label)
            elif self.heads == "alias":
                label = PENALTY_ALIASES.get(column, label)
            if column in ("fine_cny", "forfeit_cny") and label not in ("CF_NR_FK", "CF_NR_WFFF"):
                label += "（万元）" if self.wan else ("(元)" if self.heads == "alias" else "（元）")
        elif self.feed == "entity" and column == "registered_capital_cny":
            label += "（万元）"
        return label

    def kept(self) -> tuple[str, ...]:
        """Return the canonical columns it delivers, in its order."""
        return self.columns or tuple(LABELS[self.feed])


ALL_PENALTY = IDENTITY + CORE + CASE_SYSTEM
HABITS = (
    Habit(
        "penalty",
        "市场监督管理局",
        "行政处罚",
        "csv",
        ("market",),
        "gb18030",
        heads="code",
        dates="slash",
        wan=True,
        columns=(
            *IDENTITY,
            *CORE,
            "legal_rep_id_no",
            "party_id_type",
            "published_until",
            "source_unit",
            "source_unit_code",
            "case_no",
            "place",
            "filed_on",
            "act_began_on",
            "act_ended_on",
            *AMOUNTS,
            "handler",
            "revoked_on",
            "remark",
        ),
        masks=0.25,
        unknown=("网格编号", "录入人"),
    ),
    Habit(
        "penalty",
        "烟草专卖局",
        "行政处罚决定",
        "xlsx",
        ("tobacco",),
        heads="alias",
        dates="cell",
        brackets="[]",
        columns=ALL_PENALTY,
        title="云桥区烟草专卖局行政处罚案件一览表",
        totals=True,
        masks=0.1,
        unknown=("卷烟品牌",),
    ),
    Habit(
        "penalty",
        "税务局稽查局",
        "penalty",
        "jsonl",
        ("tax",),
        heads="canonical",
        dates="iso",
        columns=(*IDENTITY, *CORE, *CASE_SYSTEM),
        unknown=("tax_registration_no",),
    ),
    Habit(
        "penalty",
        "生态环境局",
        "行政处罚",
        "csv",
        ("environment",),
        "utf-8-sig",
        dates="clock",
        columns=ALL_PENALTY,
    ),
    Habit(
        "penalty",
        "卫生健康委员会",
        "行政处罚信息",
        "tsv",
        ("health",),
        "utf-16",
        delimiter="\t",
        dates="compact",
        brackets="()",
        columns=ALL_PENALTY,
        masks=0.3,
    ),
    Habit(
        "penalty",
        "城市管理行政执法局",
        "行政处罚台账",
        "xlsx",
        ("city",),
        heads="alias",
        dates="chinese",
        columns=(*IDENTITY, *CORE, "place", "filed_on", "handler", "address"),
        title="行政处罚台账",
        unknown=("中队",),
    ),
    Habit(
        "penalty",
        "应急管理局",
        "行政处罚",
        "csv",
        ("emergency",),
        "utf-8",
        ";",
        heads="alias",
        dates="slash",
        wan=True,
        columns=ALL_PENALTY,
    ),
    Habit("penalty", "文化和旅游局", "行政处罚", "xlsx", ("culture",), dates="serial", columns=ALL_PENALTY),
    Habit(
        "penalty",
        "建设和管理委员会",
        "行政处罚",
        "csv",
        ("building",),
        "gb18030",
        dates="chinese",
        columns=ALL_PENALTY,
        brackets="【】",
    ),
    Habit(
        "penalty", "人力资源和社会保障局", "行政处罚", "json", ("labour",), dates="iso", columns=ALL_PENALTY
    ),
    Habit(
        "penalty",
        "农业农村委员会",
        "行政处罚",
        "csv",
        ("farming",),
        "utf-8",
        dates="iso",
        columns=ALL_PENALTY,
    ),
    Habit(
        "penalty",
        "消防救援大队",
        "penalty",
        "csv",
        ("fire",),
        "utf-8",
        heads="canonical",
        dates="iso",
        columns=ALL_PENALTY,
    ),
    Habit(
        "penalty",
        "公安局",
        "行政处罚",
        "xlsx",
        ("police",),
        dates="iso",
        columns=(*IDENTITY, *CORE, "filed_on", "place"),
    ),
    Habit(
        "admin_case",
        "市场监督管理局",
        "行政立案",
        "csv",
        ("market",),
        "gb18030",
        dates="slash",
        periods="running",
    ),
    Habit(
        "admin_case",
        "综合执法平台",
        "行政立案",
        "xlsx",
        (),
        dates="cell",
        periods="running",
        title="行政案件登记簿",
    ),
    Habit(
        "transfer",
        "市场监督管理局",
        "涉嫌犯罪案件移送",
        "csv",
        ("market", "city_market"),
        "utf-8-sig",
        dates="iso",
        periods="running",
    ),
    Habit(
        "transfer", "公安局", "移送", "csv", (), "gb18030", dates="slash", periods="running", brackets="[]"
    ),
    Habit(
        "police_case",
        "公安局",
        "公安立案",
        "xlsx",
        (),
        dates="cell",
        periods="running",
        title="刑事案件立案登记表",
        brackets="[]",
    ),
    Habit("prosecution", "检察院", "检察办案", "csv", (), "utf-8", dates="iso", periods="running"),
    Habit("procuratorial_document", "检察院", "检察文书", "xlsx", (), dates="iso", periods="running"),
    Habit("judgment", "法院", "刑事裁判", "json", (), dates="iso", periods="running", heads="canonical"),
    Habit("entity", "市场主体登记中心", "entity", "parquet", (), heads="canonical", periods="whole"),
    Habit(
        "entity_member", "市场主体登记中心", "主体人员", "csv", (), "utf-8-sig", dates="iso", periods="whole"
    ),
    Habit("authority", "司法局", "执法机关", "csv", (), "utf-8", dates="iso", periods="whole"),
    Habit("inspection", "市场监督管理局", "检验检测", "csv", (), "gb18030", dates="iso", periods="whole"),
    Habit(
        "complaint", "城市运行管理中心", "投诉举报", "csv", (), "utf-8-sig", dates="clock", periods="running"
    ),
)

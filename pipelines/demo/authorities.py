"""The agencies of the district: names, codes, and the shape of their document numbers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from pipelines.demo.identifiers import DISTRICT, credit_code

POLICE = "云桥区公安局"
OTHER_POLICE = "临渡区公安局"
PROCURATORATE = "云桥区人民检察院"
COURT = "云桥区人民法院"
HOTLINE = "云桥区城市运行管理中心"
MERGED_ON = dt.date(2023, 7, 1)


@dataclass(frozen=True, slots=True)
class Authority:
    """An agency: key, name, domain, share of the penalties, shape of its numbers."""

    key: str
    name: str
    domain: str
    share: float
    decision: str
    case: str
    transfer: str
    code: str
    former: str = ""

    def name_on(self, day: dt.date) -> str:
        """Return the name it bore on that day."""
        return self.former if self.former and day < MERGED_ON else self.name


def _agency(
    number: int, key: str, name: str, domain: str, share: float, stem: str, former: str = ""
) -> Authority:
    shapes = {
        "market": "溟市监云处〔{year}〕0719{year}{number:06d}号",
        "tobacco": "云烟处〔{year}〕第{number}号",
        "tax": "云税稽罚〔{year}〕{number}号",
        "police": "溟公（云）行罚决字〔{year}〕{number:05d}号",
    }
    return Authority(
        key=key,
        name=name,
        domain=domain,
        share=share,
        decision=shapes.get(key, stem + "罚〔{year}〕{number}号"),
        case=stem + "案〔{year}〕{number}号",
        transfer=stem + "移〔{year}〕{number}号",
        code=credit_code(9_000_000 + number, kind="11", region=DISTRICT),
        former=former,
    )


AUTHORITIES = {
    agency.key: agency
    for agency in (
        _agency(1, "market", "云桥区市场监督管理局", "市场监管", 0.45, "溟市监云"),
        _agency(2, "tobacco", "云桥区烟草专卖局", "烟草", 0.08, "云烟"),
        _agency(3, "tax", "国家税务总局云桥区税务局稽查局", "税务", 0.05, "云税稽"),
        _agency(4, "environment", "云桥区生态环境局", "生态环境", 0.07, "溟云环"),
        _agency(5, "health", "云桥区卫生健康委员会", "卫生健康", 0.06, "云卫"),
        _agency(6, "city", "云桥区城市管理行政执法局", "城管", 0.09, "云城管"),
        _agency(7, "emergency", "云桥区应急管理局", "应急", 0.05, "云应急"),
        _agency(8, "culture", "云桥区文化和旅游局", "文旅", 0.03, "云文旅", "云桥区文化市场行政执法大队"),
        _agency(9, "building", "云桥区建设和管理委员会", "住建", 0.03, "云建"),
        _agency(10, "labour", "云桥区人力资源和社会保障局", "人社", 0.03, "云人社监"),
        _agency(11, "farming", "云桥区农业农村委员会", "农业农村", 0.02, "云农"),
        _agency(12, "fire", "云桥区消防救援大队", "消防", 0.02, "云消"),
        _agency(13, "police", POLICE, "公安", 0.02, "溟公云"),
        _agency(14, "city_market", "临溟市市场监督管理局执法总队", "市场监管", 0.0, "溟市监总"),
    )
}


def criminal_number(shape: str, year: int, number: int) -> str:
    """Return the number of a document of police, procuratorate or court."""
    return SHAPES[shape].format(year=year, number=number)


SHAPES = {
    "police": "溟公（云）立字〔{year}〕{number}号",
    "pros": "溟云检部受〔{year}〕{number}号",
    "indictment": "溟云检刑诉〔{year}〕{number}号",
    "non_prosecution": "溟云检刑不诉〔{year}〕{number}号",
    "检察意见书": "溟云检行意〔{year}〕{number}号",
    "检察建议书": "溟云检建〔{year}〕{number}号",
    "要求说明不立案理由通知书": "溟云检不立案说〔{year}〕{number}号",
    "通知立案书": "溟云检通立〔{year}〕{number}号",
    "跟进监督函": "溟云检跟督〔{year}〕{number}号",
    "court": "（{year}）溟0907刑初{number}号",
    "report": "YQJC{year}-{number:05d}",
    "complaint": "{year}0719{number:07d}",
}

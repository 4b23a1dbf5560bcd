"""The lineage page for the home folder: the reference page as one HTML file that needs no network."""

from __future__ import annotations

import html
import re
from pathlib import Path

_REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "lineage" / "README.md"
_PAGE = """<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<title>数据血缘</title>
<style>
body {{ font: 14px/1.7 "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", sans-serif; max-width: 1200px;
  margin: 2em auto; padding: 0 1.5em; color: #1c2430; }}
table {{ border-collapse: collapse; width: 100%; font-size: .9em; }}
th {{ background: #1f3864; color: #fff; text-align: left; padding: .4em .6em; }}
td {{ border-bottom: 1px solid #e3e8ee; padding: .4em .6em; vertical-align: top; }}
code {{ color: #51606f; }}
</style>
</head>
<body>
<h1>数据血缘</h1>
<p>清单的每一列来自哪些交付字段、经过哪些表。由实际运行的 SQL 得出。</p>
<p>名次、状态、核查结论等来自运行与核查，不在此列。</p>
<table>
{rows}
</table>
</body>
</html>
"""


def write_page(folder: Path) -> Path:
    """Write ``lineage.html`` into a folder and return it."""
    lines = [line for line in _REFERENCE.read_text("utf-8").splitlines() if line.startswith("| ")]
    header, *rows = (_cells(line) for line in lines if not line.startswith("| ---"))
    told = ["<tr>" + "".join(f"<th>{cell}</th>" for cell in header) + "</tr>"]
    told += ["<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows]
    page = folder / "lineage.html"
    page.write_text(_PAGE.format(rows="\n".join(told)), "utf-8")
    return page


def _cells(line: str) -> list[str]:
    cells = [
        html.escape(cell.strip()).replace("&lt;br&gt;", "<br>") for cell in line.strip("| ").split(" | ")
    ]
    return [re.sub(r"`([^`]+)`", r"<code>\1</code>", cell) for cell in cells]

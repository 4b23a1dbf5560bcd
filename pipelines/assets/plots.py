"""Pictures for the UI, drawn only where they say more than a number."""

import base64
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

import dagster as dg
import duckdb

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_MONTHS = 36
_BARS = 12
_FLAGGED = """
SELECT date_trunc('month', occurred_on)::DATE AS month, count(*)::INTEGER AS flagged
FROM finding.finding
WHERE is_flagged AND occurred_on IS NOT NULL
GROUP BY month
ORDER BY month
"""
_CONFIRMED = """
SELECT model_version, month, n, confirmed, share, low_share, high_share
FROM finding.confirmed_share WHERE model = ? ORDER BY month, model_version
"""


def flagged_by_month(con: duckdb.DuckDBPyConnection) -> dg.MetadataValue:
    """Return a bar chart of the flagged subjects by month of the fact, the last three years of them."""
    # Imported here: the web server loads this module, and only a run draws.
    from matplotlib.figure import Figure

    rows = con.execute(_FLAGGED).fetchall()[-_MONTHS:]
    figure = Figure(figsize=(8, 2.4), layout="constrained")
    axes = figure.subplots()
    axes.bar([f"{month:%Y-%m}" for month, _ in rows], [count for _, count in rows], color="#2f5d8a")
    # Labels are digits only: no machine needs a Chinese font for this picture.
    axes.tick_params(axis="x", rotation=90, labelsize=7)
    axes.spines[["top", "right"]].set_visible(False)
    return _picture(figure, "按事实月份的线索数", "flagged by month")


def confirmed_over_time(con: duckdb.DuckDBPyConnection, model: str) -> dict[str, dg.MetadataValue]:
    """Return 查实率 of a model's versions by month with its interval; nothing before the first verdict."""
    from matplotlib.figure import Figure

    rows = con.execute(_CONFIRMED, [model]).fetchall()
    if not rows:
        return {}
    figure = Figure(figsize=(8, 2.4), layout="constrained")
    axes = figure.subplots()
    for version in sorted({row[0] for row in rows}):
        own = [row for row in rows if row[0] == version]
        months = [f"{row[1]:%Y-%m}" for row in own]
        axes.plot(months, [row[4] for row in own], marker="o", label=version)
        axes.fill_between(months, [row[5] for row in own], [row[6] for row in own], alpha=0.2)
    axes.set_ylim(0, 1)
    axes.tick_params(axis="x", rotation=90, labelsize=7)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(loc="lower left", fontsize=7)
    version, _, n, confirmed, share, low, high = rows[-1]
    told = f"查实率 {share:.0%}（{low:.0%}–{high:.0%}，{confirmed}/{n}，版本 {version}）"
    return {"confirmed_share": _picture(figure, told, "confirmed share")}


def bars(counts: Sequence[tuple[str, int]], title: str) -> dg.MetadataValue:
    """Return a bar per label, numbered, with the labels below: the picture itself needs no Chinese font."""
    from matplotlib.figure import Figure

    if not counts:
        return dg.MetadataValue.md(f"{title}：无")
    shown = [*counts[:_BARS]]
    if rest := counts[_BARS:]:
        shown.append((f"其余 {len(rest)} 项", sum(count for _, count in rest)))
    figure = Figure(figsize=(8, 2.4), layout="constrained")
    axes = figure.subplots()
    drawn = axes.bar(
        [str(place) for place in range(1, len(shown) + 1)], [count for _, count in shown], color="#2f5d8a"
    )
    axes.bar_label(drawn, fontsize=7)
    axes.spines[["top", "right"]].set_visible(False)
    legend = "\n".join(
        f"{place}. {label.replace('|', '／')}：{count:,}" for place, (label, count) in enumerate(shown, 1)
    )
    return dg.MetadataValue.md(f"{_picture(figure, title, 'rows').value}\n\n{legend}")


def _picture(figure: "Figure", title: str, name: str) -> dg.MarkdownMetadataValue:
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=110)
    picture = base64.b64encode(buffer.getvalue()).decode("ascii")
    return dg.MetadataValue.md(f"{title}\n\n![{name}](data:image/png;base64,{picture})")

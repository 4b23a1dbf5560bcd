"""Pictures for the UI, drawn only where they say more than a number."""

import base64
import io

import dagster as dg
import duckdb

_MONTHS = 36
_FLAGGED = """
SELECT date_trunc('month', occurred_on)::DATE AS month, count(*)::INTEGER AS flagged
FROM finding.finding
WHERE is_flagged AND occurred_on IS NOT NULL
GROUP BY month
ORDER BY month
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
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=110)
    picture = base64.b64encode(buffer.getvalue()).decode("ascii")
    return dg.MetadataValue.md(f"按事实月份的线索数\n\n![flagged by month](data:image/png;base64,{picture})")

"""The whole job in this process: the same Dagster job the web server runs, recorded where it shows it."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import dagster as dg

from warehouse.home import HOME_VARIABLE, Home

STATE_VARIABLE = "XIANJIE_STATE"
_CHECKOUT = Path(__file__).parent.parent
_HEALTH_STEP = "health"
# The screen is for the result; every event is in the run's record, which the web server shows. What stops the
# run is told in one line by the caller, and what the health step found stands in the summary.
_QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


@dataclass(frozen=True)
class RunReport:
    """What a run did.

    Parameters
    ----------
    ok : bool
        Every step succeeded, the health step included.
    run_id : str
        Dagster's run id; the run shows under it in the web server.
    exports : Path
        Folder of the lists.
    counts : dict of str to dict of str to int
        Subjects per outcome, by model.
    failed_checks : list of str
        Data checks that did not pass, as ``table: rule``.
    not_computable : list of str
        Models that could not be computed for some subjects.
    calendars_missing : dict of str to int
        Years whose working-day calendar is not there, with the subjects left undecided by it.
    refused, quarantined : int
        Files refused and rows quarantined in this run's deliveries so far.
    """

    ok: bool
    run_id: str
    exports: Path
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    failed_checks: list[str] = field(default_factory=list)
    not_computable: list[str] = field(default_factory=list)
    calendars_missing: dict[str, int] = field(default_factory=dict)
    refused: int = 0
    quarantined: int = 0


def run(home: Home, as_of: date, known_at: datetime | None = None, models: Sequence[str] = ()) -> RunReport:
    """Run the job ``supervise`` and say what came of it.

    Parameters
    ----------
    home : Home
        The installation.
    as_of : date
        "Today" for every clock.
    known_at : datetime, optional
        Recorded time to look back to; default now.
    models : sequence of str
        Ids of the models to run; default all.

    Raises
    ------
    XianjieError
        If a step other than the final health step failed: nothing after it was written.
    PoolBusy
        If another run of this home does not end.
    """
    with home.running():
        return _run(home, as_of, known_at, models)


def _run(home: Home, as_of: date, known_at: datetime | None, models: Sequence[str]) -> RunReport:
    from checks.health import in_words
    from checks.store import load
    from pipelines.definitions import build_defs
    from pipelines.outputs.summary import calendars_missing
    from pipelines.resources import HomeFolder, RunDay

    instance = open_instance(home)
    day = RunDay(
        as_of=as_of.isoformat(), known_at=known_at.isoformat() if known_at else "", models=list(models)
    )
    defs = build_defs({"home": HomeFolder(root=str(home.root)), "day": day})
    result = defs.resolve_job_def("supervise").execute_in_process(
        instance=instance, run_config=_QUIET, raise_on_error=False
    )
    _refuse_broken(result)
    with home.pool.read() as con:
        counts = {
            str(model): dict(
                zip(("flagged", "insufficient", "excluded", "clear", "not_computable"), rest, strict=True)
            )
            for model, *rest in con.execute("FROM model.count ORDER BY model").fetchall()
        }
        refused, quarantined = con.execute(
            "SELECT count(*) FILTER (WHERE status = 'refused'), "
            "(SELECT count(*) FROM landing.quarantine WHERE resent_batch IS NULL) FROM landing.batch"
        ).fetchall()[0]
        missing = calendars_missing(con)
    return RunReport(
        ok=result.success,
        run_id=result.run_id,
        exports=home.exports / "latest",
        counts=counts,
        failed_checks=in_words(load(home.quality)),
        calendars_missing=missing,
        not_computable=[model for model, count in counts.items() if count["not_computable"]],
        refused=int(refused),
        quarantined=int(quarantined),
    )


def _refuse_broken(result: dg.ExecuteInProcessResult) -> None:
    """Raise what the first step failed of that is not the health step: nothing after it was written."""
    from warehouse.errors import XianjieError
    from warehouse.troubles import said

    failed = (event for event in result.all_events if event.is_step_failure)
    broken = next((event for event in failed if event.step_key != _HEALTH_STEP), None)
    if broken is None:
        return
    cause = broken.step_failure_data.error
    while cause is not None and cause.cause is not None:
        cause = cause.cause
    message = cause.message if cause else "unknown"
    # Dagster puts the class before what an error says; our own say all that there is to say.
    own = f"{XianjieError.__module__}.{cause.cls_name if cause else ''}: "
    if message.startswith(own):
        meaning, action = message.removeprefix(own).strip(), ""
    else:
        meaning, action = said(message) or (_last_line(message), "请用 make ui 查看该次运行的日志")
    where = f"步骤 {broken.step_key}，运行 {result.run_id}"
    raise XianjieError("运行中止", where=where, found=meaning, action=action)


def open_instance(home: Home) -> dg.DagsterInstance:
    """Return Dagster's instance whose state lies in the home folder, as ``dagster.yaml`` says."""
    os.environ[HOME_VARIABLE] = str(home.root)
    os.environ[STATE_VARIABLE] = str(home.dagster)
    os.environ["DAGSTER_HOME"] = str(_CHECKOUT)
    os.environ.setdefault("DAGSTER_DISABLE_TELEMETRY", "1")
    return dg.DagsterInstance.get()


def _last_line(text: str) -> str:
    # A checker of configurations ends with the address of its manual.
    lines = [line.strip() for line in text.splitlines() if line.strip() and "https://" not in line]
    return lines[-1] if lines else text

"""Assembles what Dagster serves: found by discovery, no list to keep."""

from collections.abc import Mapping
from typing import Any

import dagster as dg

from pipelines import assets, jobs, schedules, sensors
from pipelines.resources import HomeFolder, RunDay


def build_defs(overrides: Mapping[str, Any] | None = None) -> dg.Definitions:
    """Return fresh definitions.

    Parameters
    ----------
    overrides : mapping of str to resource, optional
        Resources that replace the defaults, as tests and the command line need them.

    Returns
    -------
    dagster.Definitions
        All assets, checks, jobs, schedules and sensors of the project.
    """
    modules = dg.load_assets_from_package_module(assets)
    checks = dg.load_asset_checks_from_package_module(assets)
    return dg.Definitions(
        assets=modules,
        asset_checks=checks,
        jobs=[jobs.supervise, jobs.import_recent, jobs.report],
        schedules=[schedules.working_day_morning, schedules.month_before],
        sensors=[sensors.new_files],
        resources={"home": HomeFolder(), "day": RunDay(), **(overrides or {})},
        # One process: DuckDB has one writer, and the work is set-based SQL that uses both cores.
        executor=dg.in_process_executor,
    )


defs = build_defs()

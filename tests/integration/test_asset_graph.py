"""The graph cannot change unnoticed: assets, dependencies, checks, jobs, schedules and sensors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import dagster as dg

from pipelines.definitions import build_defs

SNAPSHOT = Path(__file__).with_name("asset_graph.json")


def picture() -> dict[str, Any]:
    defs = build_defs()
    graph = defs.resolve_asset_graph()
    return {
        "assets": {
            key.to_user_string(): {
                "group": graph.get(key).group_name,
                "after": sorted(parent.to_user_string() for parent in graph.get(key).parent_keys),
            }
            for key in sorted(graph.materializable_asset_keys, key=lambda key: key.to_user_string())
        },
        "checks": {
            f"{key.asset_key.to_user_string()}:{key.name}": "blocking"
            if graph.get_check_spec(key).blocking
            else "report"
            for key in sorted(
                graph.asset_check_keys, key=lambda key: (key.asset_key.to_user_string(), key.name)
            )
        },
        "jobs": sorted(job.name for job in defs.resolve_all_job_defs() if not job.name.startswith("__")),
        "schedules": {schedule.name: schedule.cron_schedule for schedule in defs.schedules or []},
        "sensors": sorted(sensor.name for sensor in defs.sensors or []),
    }


def test_the_graph_is_the_one_on_record() -> None:
    found = picture()
    assert found == json.loads(SNAPSHOT.read_text("utf-8")), (
        "the asset graph changed; if that is meant, write the snapshot again: "
        "python -m tests.integration.test_asset_graph"
    )


def test_definitions_load() -> None:
    dg.Definitions.validate_loadable(build_defs())


def test_every_asset_says_what_it_is() -> None:
    for node in build_defs().resolve_asset_graph().asset_nodes:
        assert node.description and node.owners and node.kinds and node.code_version, node.key


if __name__ == "__main__":
    SNAPSHOT.write_text(json.dumps(picture(), ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")

"""What every asset needs: the home folder and the day of the run."""

import os
from collections.abc import Generator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import dagster as dg
from pydantic import Field

from models.rulebook import Rulebook, load_rulebook
from warehouse.config import Config
from warehouse.home import HOME_VARIABLE, Home

SHANGHAI = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """Return the time in Shanghai, naive, as the pool stores it."""
    return datetime.now(SHANGHAI).replace(tzinfo=None)


class HomeFolder(dg.ConfigurableResource):
    """The installation's home folder; empty: the environment variable, else ``./home``."""

    root: str = ""

    def open(self) -> Home:
        """Return the home, creating it on first use."""
        chosen = self.root or os.environ.get(HOME_VARIABLE, "")
        return Home.open(Path(chosen) if chosen else None)

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> "Generator[HomeFolder, None, None]":
        """Keep other runs of this home out while a run lasts; a sensor, which is no run, keeps nobody out."""
        if context.run is None:
            yield self
            return
        with self.open().running():
            yield self

    def rulebook(self) -> Rulebook:
        """Return the law, with the lines of the province that the configuration names."""
        return load_rulebook(province=Config.load(self.open().config_file).province)


class RunDay(dg.ConfigurableResource):
    """The day that counts as today, the recorded time to look back to, and the models to run."""

    as_of: str = ""
    known_at: str = ""
    models: list[str] = Field(default=[])

    def day(self) -> date:
        """Return the as-of day; default today in Shanghai."""
        return date.fromisoformat(self.as_of) if self.as_of else now().date()

    def recorded(self) -> datetime:
        """Return the recorded time to look back to; default now."""
        return datetime.fromisoformat(self.known_at) if self.known_at else now()

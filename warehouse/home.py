"""The home folder: where all state of one installation lives."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from warehouse.journal import Journal
from warehouse.locks import hold, is_free
from warehouse.pool import Pool

HOME_VARIABLE = "XIANJIE_HOME"
_RUN_LOCK = "run.lock"
_WAIT_SECONDS = 600.0
# Homes whose run this process is: the steps of a run open the home again.
_running: set[Path] = set()
_FOLDERS = ("inbox", "published", "exports", "quality", "dagster")


@dataclass(frozen=True)
class Home:
    """Paths of one installation.

    Parameters
    ----------
    root : Path
        The folder that holds everything; see ``docs/reference`` for its layout.
    """

    root: Path

    @classmethod
    def open(cls, root: Path | None = None) -> Home:
        """Return the home at ``root``, creating it (mode 0700) on first use.

        A folder with nothing in it, or nothing but the first deliveries, was made by hand: it is closed too.

        Parameters
        ----------
        root : Path, optional
            Default: the environment variable ``XIANJIE_HOME``, else ``./home``.
        """
        chosen = root or Path(os.environ.get(HOME_VARIABLE) or "home")
        home = cls(chosen.resolve())
        # Case records are personal data: nobody but the owner may list the folder.
        home.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        if {path.name for path in home.root.iterdir()} <= {home.inbox.name}:
            with suppress(PermissionError):  # a folder of somebody else's, who decides who may look
                home.root.chmod(0o700)
        for name in _FOLDERS:
            (home.root / name).mkdir(exist_ok=True)
        return home

    @contextmanager
    def running(self, timeout: float | None = None) -> Iterator[None]:
        """Be the only run of this home: steps of two runs between one another would mix their tables.

        Parameters
        ----------
        timeout : float, optional
            Seconds to wait for a run that is at work; default: as long as for the writer gate.

        Raises
        ------
        PoolBusy
            If it takes longer.
        """
        if self.root in _running:
            yield
            return
        seconds = _WAIT_SECONDS if timeout is None else timeout
        with hold(self.root / _RUN_LOCK, fcntl.LOCK_EX, seconds, "另一次运行正在进行", self.root):
            _running.add(self.root)
            try:
                yield
            finally:
                _running.discard(self.root)

    @property
    def is_running(self) -> bool:
        """Whether another process runs on this home at this moment."""
        return self.root not in _running and not is_free(self.root / _RUN_LOCK)

    @property
    def inbox(self) -> Path:
        """Folder of delivered files, one subfolder per source; never changed by us."""
        return self.root / "inbox"

    @property
    def pool(self) -> Pool:
        """The data pool behind its gate."""
        return Pool(self.root / "pool.duckdb")

    @property
    def verdicts(self) -> Journal:
        """What analysts found of each finding; outlives every rebuild of the pool."""
        return Journal(self.root / "journal" / "verdicts.jsonl")

    @property
    def deliveries(self) -> Journal:
        """Who took which list out, when, for what, and its hash."""
        return Journal(self.root / "journal" / "exports.jsonl")

    @property
    def judgements(self) -> Journal:
        """Which records analysts found to speak of one party, or of two."""
        return Journal(self.root / "journal" / "judgements.jsonl")

    @property
    def published(self) -> Path:
        """Folder of the masked read-only snapshot."""
        return self.root / "published"

    @property
    def exports(self) -> Path:
        """Folder of the lists, one folder per run, and ``latest``."""
        return self.root / "exports"

    @property
    def quality(self) -> Path:
        """Folder of the data-quality page."""
        return self.root / "quality"

    @property
    def similar(self) -> Path:
        """Folder of the index of comparable cases."""
        return self.root / "similar"

    @property
    def dagster(self) -> Path:
        """Folder of Dagster's storage."""
        return self.root / "dagster"

    @property
    def config_file(self) -> Path:
        """Sources, schedules and parameters of this installation."""
        return self.root / "config.yaml"

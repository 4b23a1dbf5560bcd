"""A private PostgreSQL server on loopback for one test run, where the machine has the programs."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def find_program(name: str) -> Path | None:
    """The newest installed PostgreSQL's program, or None."""
    installed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    on_path = shutil.which(name)
    return installed[0] if installed else Path(on_path) if on_path else None


def unprivileged() -> pwd.struct_passwd | None:
    """The user that runs the server: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    return None


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Start a server with its data in ``folder`` and yield its address."""
    initdb, postgres = find_program("initdb"), find_program("postgres")
    user = unprivileged()
    assert initdb and postgres and user
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data = folder / "data"
    data.mkdir()
    if os.geteuid() == 0:
        os.chown(data, user.pw_uid, user.pw_gid)
        for parent in (folder, *folder.parents):
            if parent.stat().st_uid == 0 and parent != Path("/"):
                parent.chmod(parent.stat().st_mode | 0o011)
    as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
    common = {"cwd": str(data), "env": {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}, **as_user}
    subprocess.run(
        [str(initdb), "-D", str(data), "-U", "tester", "-A", "trust", "-E", "UTF8", "--no-sync"],
        check=True, capture_output=True, **common,
    )  # fmt: skip
    with subprocess.Popen(
        [str(postgres), "-D", str(data), "-h", "127.0.0.1", "-p", str(port), "-k", "", "-F"],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **common,
    ) as process:  # fmt: skip
        try:
            for line in process.stdout:
                if "ready to accept connections" in line:
                    break
            else:
                raise RuntimeError("the server did not start")
            yield f"postgresql://tester@127.0.0.1:{port}/postgres"
        finally:
            process.terminate()
            process.communicate(timeout=30)

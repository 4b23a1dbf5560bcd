"""The command line ``xianjie``. Heavy libraries are imported inside the commands: ``--help`` is instant."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from typer.exceptions import Abort, TyperException

from pipelines.cli.application import app
from pipelines.cli.arguments import wrong_arguments
from warehouse.errors import XianjieError
from warehouse.troubles import of_system, said

EXIT_WRONG_ARGUMENTS = 2
EXIT_FAILED = 3
_DEBUG = "--debug"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and leave with its exit code.

    0: it did its work. 1: ``run --strict`` found something wrong with the data. 2: wrong arguments.
    3: it could not do its work; one line on standard error says what, where and what to do.

    Parameters
    ----------
    arguments : sequence of str, optional
        Default: those of the process.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    is_debug = _DEBUG in given
    given = [argument for argument in given if argument != _DEBUG]
    try:
        sys.exit(app(args=given, prog_name="xianjie", standalone_mode=False) or 0)
    except TyperException as error:
        context = getattr(error, "ctx", None)
        if context is not None and error.message == context.get_help():
            print(error.message)
        else:
            command = context.command_path if context is not None else "xianjie"
            print(wrong_arguments(error, command), file=sys.stderr)
        sys.exit(EXIT_WRONG_ARGUMENTS)
    except Abort:
        sys.exit(EXIT_FAILED)
    except Exception as error:
        if is_debug:
            raise
        print(f"错误: {one_line(error)}", file=sys.stderr)
        sys.exit(EXIT_FAILED)


def one_line(error: Exception) -> str:
    """Return what a person must know of an error, in one line."""
    if isinstance(error, XianjieError):
        text = str(error)
    elif isinstance(error, OSError):
        where = os.fspath(error.filename) if isinstance(error.filename, str | os.PathLike) else ""
        meaning, action = of_system(error)
        text = " · ".join(part for part in (meaning, where, action) if part)
    else:
        told = said(str(error))
        meaning = "：".join(told) if told else f"{type(error).__name__}: {error}"
        text = f"{meaning} · 加 {_DEBUG} 查看详情"
    return " ".join(text.split())

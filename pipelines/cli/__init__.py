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
EXIT_INTERRUPTED = 130  # what a shell expects after Ctrl-C
_DEBUG = "--debug"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and leave with its exit code.

    0: it did its work. 1: ``run --strict`` found something wrong with the data. 2: wrong arguments.
    3: it could not do its work; one line on standard error says what, where and what to do. 130: Ctrl-C.

    Parameters
    ----------
    arguments : sequence of str, optional
        Default: those of the process.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    is_debug = _DEBUG in given
    given = [argument for argument in given if argument != _DEBUG]
    try:
        code = app(args=given, prog_name="xianjie", standalone_mode=False) or 0
        if code == EXIT_INTERRUPTED:
            print("已中断 · 没有做完的不算数，已经写成的不受影响；可以再次执行同一命令", file=sys.stderr)
        sys.exit(code)
    except TyperException as error:
        context = getattr(error, "ctx", None)
        if context is not None and error.message == context.get_help():
            print(error.message)
        else:
            command = context.command_path if context is not None else "xianjie"
            print(wrong_arguments(error, command), file=sys.stderr)
        sys.exit(EXIT_WRONG_ARGUMENTS)
    except Abort:
        print("已取消，没有改变任何内容", file=sys.stderr)
        sys.exit(EXIT_FAILED)
    except Exception as error:
        if is_debug:
            raise
        print(f"错误: {one_line(error)}", file=sys.stderr)
        sys.exit(EXIT_FAILED)


def one_line(error: Exception) -> str:
    """Return what a person must know of an error, in one line."""
    # A library that writes workbooks hands the system's error on inside its own.
    system = next((part for part in (error, *error.args) if isinstance(part, OSError)), None)
    if isinstance(error, XianjieError):
        text = str(error)
    elif system is not None:
        where = os.fspath(system.filename) if isinstance(system.filename, str | os.PathLike) else ""
        meaning, action = of_system(system)
        text = " · ".join(part for part in (meaning, where, action) if part)
    else:
        told = said(str(error))
        meaning = "：".join(told) if told else f"{type(error).__name__}: {error}"
        text = f"{meaning} · 加 {_DEBUG} 查看详情"
    return " ".join(text.split())

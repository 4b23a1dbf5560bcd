"""What is wrong with the arguments of a command, in Chinese: the library says it in English."""

from __future__ import annotations

import re

from typer.exceptions import TyperException

# What the library says, and what that means. The first that fits the whole message is told.
_SAID = (
    (r"No such command '(?P<a>.*?)'\.? Did you mean (?P<b>.+)\?", "没有命令 {a} · 是否为 {b}"),
    (r"No such command '(?P<a>.*?)'\.?", "没有命令 {a}"),
    (r"Missing command\.?", "没有给出命令"),
    (r"No such option: (?P<a>\S+)\.? Did you mean (?P<b>.+)\?", "没有选项 {a} · 是否为 {b}"),
    (r"No such option: (?P<a>\S+)\.? \(Possible options: (?P<b>.+)\)", "没有选项 {a} · 是否为 {b}"),
    (r"No such option: (?P<a>\S+)", "没有选项 {a}"),
    (r"Option '(?P<a>.+?)' requires .+", "选项 {a} 须给出值"),
    (r"Option '(?P<a>.+?)' does not take a value\.", "选项 {a} 不带值"),
    (r"Got unexpected extra argument\(?s?\)? \((?P<a>.+)\)", "多出的参数 {a}"),
    (r"Missing option '?(?P<a>.+?)'?\.", "缺少选项 {a}"),
    (r"Missing (?:argument|parameter) '?(?P<a>.+?)'?\.", "缺少参数 {a}"),
    (r"Invalid value for '?(?P<a>.+?)'?: (?P<b>.+)", "{a} 的值不对：{b}"),
    (r"Invalid value: (?P<b>.+)", "{b}"),
)
# What the value of one argument is not.
_VALUES = (
    (r"Value error, (?P<a>.+) is not one of (?P<c>.+?)\.?", "没有 {a}，应为 {c} 之一"),
    (r"Input should be a valid integer.*", "应为整数"),
    (r"Input should be a valid number.*", "应为数字"),
    (r"Input should be greater than or equal to (?P<a>\S+)", "不应小于 {a}"),
    (r"Input should be less than or equal to (?P<a>\S+)", "不应大于 {a}"),
    (r"Input should be greater than (?P<a>\S+)", "应大于 {a}"),
    (r"Input should be less than (?P<a>\S+)", "应小于 {a}"),
    (r"Input should be (?P<a>.+)", "应为 {a}"),
    (r"(?:File|Path|Directory) '?(?P<a>.+?)'? does not exist\.", "没有这个文件或者文件夹 {a}"),
    (r"(?:File|Path|Directory) '?(?P<a>.+?)'? is a file\.", "{a} 是文件，应为文件夹"),
    (r"(?:File|Path|Directory) '?(?P<a>.+?)'? is a directory\.", "{a} 是文件夹，应为文件"),
    (r"(?:File|Path|Directory) '?(?P<a>.+?)'? is not (?:readable|writable)\.", "没有权限 {a}"),
)


def wrong_arguments(error: TyperException, command: str) -> str:
    """Return what a person reads whose arguments are wrong.

    Parameters
    ----------
    error : TyperException
        What the library raised.
    command : str
        The command as it was called, without its arguments: ``xianjie rulebook show``.

    Returns
    -------
    str
        One line in Chinese; the words of the library where they are none that is known here.
    """
    found = _told(error.format_message(), _SAID)
    meaning = getattr(getattr(error, "param", None), "help", None)
    if found.startswith("缺少") and meaning:
        found += f"（{meaning}）"
    return f"参数有误: {' '.join(found.split())} · 用 {command} --help 查看用法"


def _told(message: str, meanings: tuple[tuple[str, str], ...]) -> str:
    for pattern, meaning in meanings:
        if match := re.fullmatch(pattern, message, re.DOTALL | re.IGNORECASE):
            parts = match.groupdict()
            if parts.get("b"):
                parts["b"] = _told(parts["b"], _VALUES).replace(" or ", " 或 ").replace("'", "")
            return meaning.format(**parts)
    return message

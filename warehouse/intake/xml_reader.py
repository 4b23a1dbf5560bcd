"""XML that databases export: one element per record, its fields as elements, attributes or named cells."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from warehouse.errors import FileRefused
from warehouse.intake.json_reader import record_tables
from warehouse.intake.table import Finder, Table
from warehouse.intake.text_file import TextFile

_DECLARED = re.compile(r"^\s*<\?xml[^>]*\?>")


def read_xml(file: TextFile, find: Finder) -> list[Table]:
    """Read the records of an XML file, wherever they stand in it.

    ``<文号>…</文号>``, ``<row 文号="…"/>`` and ``<field name="文号">…</field>`` are one and the same. Row
    numbers count the records.

    Raises
    ------
    FileRefused
        If it cannot be parsed or holds no records.
    """
    # The text is decoded as strictly as any other; what the declaration says of its encoding is often wrong.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(_DECLARED.sub("", file.text()).encode(), parser)
    except etree.XMLSyntaxError as error:
        raise FileRefused(
            "XML 无法读出",
            where=f"{file.path.name} · 第 {error.lineno} 行",
            found="自此处起不完整，或者标签不成对",
            action="请重新导出该文件",
        ) from None
    return record_tables(_value(root), "xml", file, find)


def _value(node: etree._Element) -> Any:
    """Return an element as text, or as an object of its attributes and of what stands in it."""
    fields: dict[str, Any] = {str(name): value for name, value in node.attrib.items()}
    if len(node) == 0 and not fields:
        return (node.text or "").strip() or None
    for child in node:
        named = child.get("name") if len(child) == 0 else None
        name, value = (named, (child.text or "").strip() or None) if named else (_tag(child), _value(child))
        if name not in fields:
            # What stands alone in its element and holds plain fields is a list of one record.
            fields[name] = [value] if len(node) == 1 and _is_plain(value) else value
        elif isinstance(fields[name], list):
            fields[name].append(value)
        else:
            fields[name] = [fields[name], value]
    return fields


def _is_plain(value: Any) -> bool:
    return isinstance(value, dict) and not any(isinstance(inner, dict | list) for inner in value.values())


def _tag(node: etree._Element) -> str:
    return str(etree.QName(node).localname)

"""Takes ID numbers and names out of what leaves the pool.

Lists carry names (they are for the office itself) but never ID numbers; the published snapshot carries
neither. An ID number is known by its form: region, a possible date of birth, three digits and a check
character. The check character itself is not verified, because a misspelt number is still personal.
"""

from __future__ import annotations

import re

import polars as pl

_STARS = "********"
_DATE = r"(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
# Written without look-around, so that Python, Polars and DuckDB read the same patterns. \d would match
# full-width digits in some of them and not in others; those have a pattern of their own.
_PATTERNS: tuple[tuple[str, str], ...] = (
    (r"(^|[^0-9])([1-8]\d{5})" + _DATE + r"(\d{3}[0-9Xx])", r"\1\2" + _STARS + r"\3"),
    (r"((?:身份证|证件)[^0-9]{0,12}\d{6})\d{6}(\d{3})([^0-9]|$)", r"\1******\2\3"),
    (r"([１-８][０-９]{5})[０-９]{8}([０-９]{3}[０-９XxＸｘ])", r"\1" + _STARS + r"\2"),
)
PHONE = r"(^|[^0-9])(1[3-9][0-9])[0-9]{4}([0-9]{4})"
_KEEP_HEAD, _KEEP_TAIL, _WHOLE_ID = 6, 4, 15
_COMPILED = tuple((re.compile(p.replace(r"\d", "[0-9]")), r) for p, r in _PATTERNS)


def mask_ids(text: str) -> str:
    """Return ``text`` with the birth date of every ID number in it replaced by stars."""
    for pattern, replacement in _COMPILED:
        text = pattern.sub(replacement, text)
    return text


def mask_ids_expr(column: str) -> pl.Expr:
    """Return the Polars form of `mask_ids` on one text column."""
    expression = pl.col(column)
    for pattern, replacement in _PATTERNS:
        expression = expression.str.replace_all(
            pattern.replace(r"\d", "[0-9]"), re.sub(r"\\(\d)", r"${\1}", replacement)
        )
    return expression


def mask_id_cell(value: str) -> str:
    """Mask a cell that is known to hold an ID number, whatever its form.

    What is masked or hashed already stays as it is.
    """
    text = value.strip()
    if "*" in text or not any(character.isdigit() for character in text):
        return value
    if len(text) >= _WHOLE_ID:
        hidden = len(text) - _KEEP_HEAD - _KEEP_TAIL
        return text[:_KEEP_HEAD] + "*" * hidden + text[-_KEEP_TAIL:]
    return text[:1] + "*" * (len(text) - 2) + text[-1:] if len(text) > 2 else "*" * len(text)


# Endings and parts of names that are not a natural person's. A name without one is masked: better a shop
# masked than a person shown.
FIRM_PARTS = (
    "公司|集团|企业|工厂|厂|商店|店|商行|行|铺|社|中心|经营部|服务部|门市部|部|站|所|院|馆|场|市场|超市|"
    "局|委员会|委|办|协会|学校|学院|大学|幼儿园|酒家|饭庄|酒楼|餐厅|食堂|会所|诊所|药房|网吧|工作室|"
    "室|坊|庄|园|队|合伙|个体户|基地|银行|法院|检察院|政府|大队|支队|分局"
)


_LONGEST_PERSON = 3
_BEHIND = r"((?:经营者|业主|负责人|投资人|法定代表人)[：:\s]*\p{Han})[\p{Han}·]{1,5}"


def is_firm_sql(column: str) -> str:
    """Return SQL that says whether a name is a firm's or a body's."""
    bare = f"regexp_replace({column}, '[（(][^）)]*[）)]', '', 'g')"
    # A person's given name may be 园 or 庄; a shop's name of three signs is masked with it.
    return f"(length({bare}) > {_LONGEST_PERSON} AND regexp_matches({bare}, '({FIRM_PARTS})$'))"


def mask_owner_sql(column: str) -> str:
    """Return SQL that keeps only the surname of the owner whom a shop's name tells in brackets."""
    return f"regexp_replace({column}, '{_BEHIND}', '\\1某某', 'g')"


def mask_person_sql(column: str) -> str:
    """Return SQL that keeps the surname of a natural person."""
    return f"left(trim({column}), 1) || repeat('某', greatest(least(length(trim({column})) - 1, 2), 1))"


def mask_name_sql(column: str) -> str:
    """Return SQL that keeps the surname of a natural person and the whole name of a firm."""
    is_shown = f"{column} IS NULL OR {is_firm_sql(column)}"
    return f"CASE WHEN {is_shown} THEN {mask_owner_sql(column)} ELSE {mask_person_sql(column)} END"


def mask_ids_sql(column: str) -> str:
    """Return SQL that masks ID numbers inside a text."""
    return _replaced_sql(column, _PATTERNS)


def has_id_sql(column: str) -> str:
    """Return SQL that says whether a text still holds an ID number that `mask_ids_sql` would mask."""
    return f"{mask_ids_sql(column)} <> {column}"


def has_phone_sql(column: str) -> str:
    """Return SQL that says whether a text still holds a telephone number that `mask_text_sql` would mask."""
    return f"regexp_matches({column}, '{PHONE}')"


def mask_text_sql(column: str) -> str:
    """Return SQL that masks ID and phone numbers inside a text."""
    return _replaced_sql(column, (*_PATTERNS, (PHONE, r"\1\2****\3")))


def _replaced_sql(expression: str, patterns: tuple[tuple[str, str], ...]) -> str:
    for pattern, replacement in patterns:
        ascii_pattern = pattern.replace(r"\d", "[0-9]")
        expression = f"regexp_replace({expression}, '{ascii_pattern}', '{replacement}', 'g')"
    return expression

"""Circumstances that a decision states beside the flags of the rules: mitigation, knowledge, samples."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb

from warehouse import tables
from warehouse.intake.values import install_macros
from warehouse.tables import literal
from warehouse.yaml_text import parse as parse_yaml

_HERE = Path(__file__).parent

# Which entries a sentence has words of. Most have none: what else an entry asks is asked of few, and not
# planned where nobody is asked.
_HIT = """CREATE OR REPLACE TEMP TABLE stated_hit AS
SELECT sentence, entry
FROM (SELECT sentence, unnest([{hits}]) AS entry FROM stated_once)
WHERE entry IS NOT NULL"""
_HAS = "CASE WHEN regexp_matches({told}, {words}) THEN {place} END"
# No row, of what a row rests on: column lineage is read from statements that ran on an empty pool.
_NONE = """SELECT sentence, NULL::VARCHAR AS what, NULL::VARCHAR AS what_zh, sentence = '' AS value,
    sentence AS name, sentence AS span
FROM stated_hit WHERE FALSE"""

# Denied outweighs stated within one sentence: 不具有从轻情节 holds the words 从轻情节. What the party only
# pleads denies nothing. Sentences recur, so each is read once.
_SAID = """SELECT sentence, {what} AS what, {zh} AS what_zh, NOT is_denied AS value, NULL AS name,
    CASE
        WHEN NOT is_denied THEN regexp_extract(told, {states})
        ELSE coalesce(nullif(regexp_extract(told, {denies}), ''), regexp_extract(told, {states}))
    END AS span
FROM (
    SELECT sentence, told,
        (regexp_matches(told, {denies}) AND NOT regexp_matches(told, {pleads}))
        OR regexp_matches(told, {denied}) AS is_denied
    FROM (SELECT sentence, {told} AS told FROM stated_hit WHERE entry = {place})
)
WHERE (is_denied OR (regexp_matches(told, {states}) AND NOT regexp_matches(told, {asked})))
  AND NOT regexp_matches(told, {unless})
  AND NOT (regexp_matches(told, {norm}) AND NOT regexp_matches(told, {of_the_case}))"""

_NAMED = """SELECT sentence, {what} AS what, {zh} AS what_zh, TRUE AS value,
    coalesce(nullif(groups.first, ''), groups.other) AS name, found AS span
FROM (
    SELECT sentence, unnest(regexp_extract_all(sentence, {names})) AS found,
           regexp_extract(found, {names}, ['first', 'other']) AS groups
    FROM stated_hit
    WHERE entry = {place} AND NOT regexp_matches(sentence, {unless})
)"""
# Before what seems stated: it is denied; or, of an outcome, only asked for, supposed or said by a norm.
_DENIED = (
    "(?:不属于|不存在|不具有|不具备|(?:没有|无|缺乏)[^，。；]{0,4}证据|未发现"
    "|不能认定|未(?:予)?认定|不(?:予)?认定|不认可|并非|不适用|未查实|未见|不应|不宜|不符合)"
    "(?:[^，。；标准]{0,48}(?:或者?|、))?[^，。；标准或]{0,20}"
)
_DENIED_OUTCOME = f"(?:{_DENIED}|不(?:构成|属于?)[^，。；罪]{{0,8}}|(?:没有|无)[^，。；造证]{{0,12}})"
_ASKED = "(?:请求|要求|申请|希望|恳请|恳求|主张|是否|如果|若)[^，。；]{0,16}"
# What the same sentence or the next one refuses.
_REFUSED = "[^。；]{0,60}。?[^。；]{0,90}(?:不予采[纳信]|不予支持|不能?成立)"
_NORM = "|(?:[第条款]规定|规定)[：，“][^。；]*|下列情形|情形之一|的，(?:依法)?(?:应当|可以)[^。；]{0,6}"
# Whether it is so is what a sentence asks; what it says of somebody else; what a norm says of nobody.
_WHETHER = "(?:是否|是不是|有无|有没有|能否)[^，。；]{0,12}"
_OF_OTHERS = (
    "(?:(?:另一|另外一?[名个家]|其他|另案)(?:当事人|违法行为人|涉案人员?|嫌疑人)|同案(?:人员?|犯)"
    "|对于?(?:从犯|主犯|首犯|其他|其余|另一)"
    "|(?:^|[，,])(?:供货[人商方者]|供应商|上家|上线|卖家|卖方|生产(?:厂家|企业|商)|厂家|经销商))"
    "[^，。；]{0,30}[，,]?(?:也|均|都|已|并|亦|依法|予以|可以|应当)*(?:主动|自愿|积极|自首|投案|从轻|减轻|从重|免予|不予)[^。；当本]*"
)
_A_NORM = "规定[^。；]*的[，,](?:依法)?(?:可以|应当|由)"
_OF_THE_CASE = "当事人|本案|你(?:单位|公司|店|厂)|该(?:公司|店|厂|单位)"
_NOTHING = "[^\\s\\S]"


def build(con: duckdb.DuckDBPyConnection) -> int:
    """Build ``fact.stated``: a row per record, circumstance and sentence that speaks of it; return the rows.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        A connection from the writer gate, with ``known.*``.
    """
    install_macros(con)
    entries: list[dict[str, str]] = parse_yaml((_HERE / "stated.yaml").read_text("utf-8"))
    texts = (_HERE / "sql" / "record_text.sql").read_text("utf-8")
    con.execute((_HERE / "stated_sentence.ddl").read_text("utf-8").replace("{record_text}", texts))
    con.execute("CREATE OR REPLACE TEMP TABLE stated_once AS SELECT DISTINCT sentence FROM stated_sentence")
    con.execute(_HIT.format(hits=", ".join(_has(place, entry) for place, entry in enumerate(entries))))
    present = con.execute("SELECT DISTINCT entry FROM stated_hit ORDER BY entry").fetchall()
    found = [_select(place, entries[place]) for (place,) in present]
    con.execute("CREATE OR REPLACE TEMP TABLE stated_found AS\n" + "\nUNION ALL\n".join([_NONE, *found]))
    con.execute(_substances())
    rows = tables.build(con, "fact", _HERE / "stated.sql")
    for made in ("stated_sentence", "stated_once", "stated_hit", "stated_found", "stated_substance"):
        con.execute(f"DROP TABLE {made}")
    return rows


def _has(place: int, entry: dict[str, str]) -> str:
    words = "|".join(f"(?:{entry[key]})" for key in ("names", "states", "denies") if key in entry)
    return _HAS.format(told=_told(entry), words=literal(words), place=place)


def _select(place: int, entry: dict[str, str]) -> str:
    quoted = {key: literal(value) for key, value in {"denies": _NOTHING, "unless": _NOTHING, **entry}.items()}
    quoted["place"] = str(place)
    if "names" not in entry:
        return _SAID.format(**quoted, **_around(entry))
    # A pattern with one group gets a second that is always empty.
    if entry["names"].count("(") - entry["names"].count("(?") < 2:
        quoted["names"] = literal(entry["names"] + "()")
    return _NAMED.format(**quoted)


def _around(entry: dict[str, str]) -> dict[str, str]:
    """Return what is asked of the words around what an entry states."""
    states, is_outcome = f"(?:{entry['states']})", "outcome" in entry
    asked = (f"(?:{_ASKED}{_NORM})" if is_outcome else _WHETHER) + states
    denied = (_DENIED_OUTCOME if is_outcome else _DENIED) + states
    found = {
        "denied": literal(f"{denied}|{_ASKED}{states}{_REFUSED}" if is_outcome else denied),
        "asked": literal(asked),
        "told": _told(entry),
        "norm": literal(_A_NORM),
        "of_the_case": literal(_OF_THE_CASE),
    }
    return found if "pleads" in entry else {**found, "pleads": literal(_NOTHING)}


def _told(entry: dict[str, str]) -> str:
    """Return the SQL of a sentence, without what an entry takes out of it and what others did."""
    told = "sentence"
    if "outcome" in entry or "own" in entry:
        told = f"regexp_replace({told}, {literal(_OF_OTHERS)}, '；', 'g')"
    return f"regexp_replace({told}, {literal(entry['strip'])}, '', 'g')" if "strip" in entry else told


def _substances() -> str:
    """Return the query for what tests found, with the words of substances.yaml, longer names first."""
    table = parse_yaml((_HERE / "substances.yaml").read_text("utf-8"))
    names = {name for line in table["known"] for name in line.split()}
    words = {
        **table,
        "known": "|".join(re.escape(name) for name in sorted(names, key=lambda n: (-len(n), n))),
    }
    query = (_HERE / "substance.ddl").read_text("utf-8")
    for key in sorted(words, key=lambda key: key != "measured"):
        query = query.replace(f"{{{key}}}", words[key].replace("'", "''"))
    return query

"""Identifiers against published test vectors and the forms records use."""

from __future__ import annotations

from datetime import date

import pytest

from warehouse.identifiers import names, numbers, person_id, uscc
from warehouse.intake.values import install_macros
from warehouse.pool import memory

VECTORS = [  # code, GB 32100 check, GB 11714 check of the body
    ("91110000802100433B", True, True),
    ("914403001922038216", True, True),
    ("91440300708461136T", True, True),
    ("91330106673959654P", True, True),
    ("11230500001755309F", True, True),
    ("91230500MA1B3N1N2M", True, True),
    ("91310000632149382J", False, False),
    ("91310114MA1GT0YX3C", False, False),
]


@pytest.mark.parametrize(("code", "is_valid", "is_body_valid"), VECTORS)
def test_credit_codes(code: str, is_valid: bool, is_body_valid: bool) -> None:
    assert uscc.is_valid(code) is is_valid
    assert uscc.is_body_valid(code) is is_body_valid
    con = memory()
    install_macros(con)
    assert con.execute("SELECT x_uscc_ok(?)", [code]).fetchall() == [(is_valid,)]


@pytest.mark.parametrize("code", ["", "9111", "91110000802100433I", "91110000802100433BB"])
def test_what_is_no_credit_code(code: str) -> None:
    assert not uscc.is_valid(code)
    assert not uscc.is_body_valid(code[:9])


def test_credit_code_forms() -> None:
    assert uscc.normalise("９１１１００００-802100433b ") == "91110000802100433B"
    assert uscc.normalise("无") is None
    assert uscc.normalise("0" * 18) is None
    assert uscc.normalise(None) is None


@pytest.mark.parametrize(
    ("code", "is_valid"),
    [
        ("11010519491231002X", True),
        ("440524188001010014", True),
        ("310114199001010010", False),
        ("310114199013010010", False),
    ],
)
def test_identity_numbers(code: str, is_valid: bool) -> None:
    assert person_id.is_valid(code) is is_valid


@pytest.mark.parametrize(
    ("written", "normal", "form"),
    [
        ("11010519491231002x", "11010519491231002X", "whole"),
        ("310114********1234", "310114********1234", "masked"),
        ("310114ＸＸＸＸＸＸＸＸ123Ｘ", "310114********123X", "masked"),
        ("310114XXXXXXXXXXXX", "310114************", "masked"),
        ("D41D8CD98F00B204E9800998ECF8427E", "d41d8cd98f00b204e9800998ecf8427e", "hashed"),
        ("110105491231002", "110105491231002", "old"),
        ("E12345678", "E12345678", "other"),
    ],
)
def test_forms_of_identity_numbers(written: str, normal: str, form: str) -> None:
    assert person_id.normalise(written) == normal
    assert person_id.form(normal) == form


def test_an_old_number_is_the_new_one() -> None:
    assert person_id.to_whole("110105491231002") == "11010519491231002X"
    assert person_id.birth_on("110105491231002") == date(1949, 12, 31)
    assert person_id.may_be_same("110105491231002", "11010519491231002X")


def test_numbers_that_cannot_be_compared() -> None:
    assert person_id.birth_on("310114********1234") is None
    assert person_id.may_be_same("310114********1234", "3101**1234") is None
    assert person_id.may_be_same("****", "****") is None
    assert person_id.may_be_same("E12345678", "11010519491231002X") is None
    assert person_id.may_be_same("E12345678", "E12345678") is True


def test_document_numbers() -> None:
    assert numbers.normalise("（2024）沪0114刑初00123号") == "(2024)沪0114刑初123"
    assert numbers.normalise("A3101140000002024010001") == "A3101140000002024010001"
    assert numbers.normalise("000") == "0"
    assert numbers.normalise(" - ") is None
    assert numbers.normalise(None) is None
    assert numbers.normalise("沪〔2024〕12号之一") != numbers.normalise("沪〔2024〕12号")


def test_names() -> None:
    assert names.normalise("阿依努尔•买买提 ") == "阿依努尔·买买提"
    assert names.normalise("ＡＢＣ（上海）有限公司") == "ABC(上海)有限公司"
    assert names.normalise("null") is None
    assert names.normalise(None) is None

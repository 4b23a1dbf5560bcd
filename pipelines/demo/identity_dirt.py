"""What happens to names and numbers between one authority's system and another's.

The shares are set so that joining by exact name, and by whole numbers through the register, finds about as
much as it did in the experiments the project rests on: a sixth by name; two fifths by numbers at the
standard level, a sixth at the dirty one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.demo.dice import Dice
from pipelines.demo.district import Record
from pipelines.demo.identifiers import CODE_ALPHABET
from pipelines.demo.variants import SOUND_ALIKE, TRADITIONAL

CRIMINAL_IDS = ("suspect_id_no", "defendant_id_no")
NAMES = ("party_name", "suspect_name", "defendant_name")
# Papers that another system's papers refer to, by the feed that carries the reference.
REFERENCES = {
    "transfer": ("decision_no", "case_no", "police_case_no"),
    "police_case": ("transfer_no",),
    "prosecution": ("police_case_no",),
    "judgment": ("pros_no",),
}
TOLD = re.compile(r"^(犯罪嫌疑人|被告人|当事人)\S+?系\S+?(经营者|法定代表人)。")
MASKS = (
    "{0:.6}********{1}",
    "{0:.6}XXXXXXXX{1}",
    "{0:.6}＊＊＊＊＊＊＊＊{1}",
    "{0:.10}****{1}",
    "{0:.4}**********{1}",
)
PREFIXES = ("临溟市云桥区", "云桥区", "临溟市", "临溟云桥", "临溟")
ROOM = re.compile(r"\d+幢\d+室$")


@dataclass(frozen=True, slots=True)
class Shares:
    """How often something happens to a value, at one level of dirt."""

    suspect_id_lost: float
    suspect_id_masked: float
    party_id_lost: float
    rep_id_lost: float
    id_wrong: float
    id_old: float
    code_lost: float
    code_wrong: float
    rep_lost: float
    phone_lost: float
    address_lost: float
    address_other: float
    person_misspelt: float
    traditional: float
    spaced: float
    firm_misspelt: float
    prefix_other: float
    suffix_other: float
    owner_in_name: float
    owner_for_name: float
    untold: float
    reference_lost: float


SHARES = {
    "standard": Shares(
        suspect_id_lost=0.27, suspect_id_masked=0.18, party_id_lost=0.3, rep_id_lost=0.6, id_wrong=0.008,
        id_old=0.01, code_lost=0.35, code_wrong=0.01, rep_lost=0.12, phone_lost=0.25, address_lost=0.15,
        address_other=0.3, person_misspelt=0.008, traditional=0.01, spaced=0.02, firm_misspelt=0.01,
        prefix_other=0.15, suffix_other=0.06, owner_in_name=0.06, owner_for_name=0.12, untold=0.3,
        reference_lost=0.4,
    ),
    "dirty": Shares(
        suspect_id_lost=0.5, suspect_id_masked=0.2, party_id_lost=0.6, rep_id_lost=0.8, id_wrong=0.03,
        id_old=0.02, code_lost=0.6, code_wrong=0.04, rep_lost=0.35, phone_lost=0.45, address_lost=0.3,
        address_other=0.6, person_misspelt=0.04, traditional=0.04, spaced=0.05, firm_misspelt=0.05,
        prefix_other=0.35, suffix_other=0.12, owner_in_name=0.1, owner_for_name=0.12, untold=0.5,
        reference_lost=0.7,
    ),
}  # fmt: skip


class IdentityDirt:
    """Spoils what identifies a party, with dice of its own."""

    def __init__(self, dice: Dice, level: str) -> None:
        self.dice = dice
        self.shares = SHARES.get(level)

    def spoil(self, feed: str, values: Record) -> None:
        """Lose, mask and misspell in place."""
        shares = self.shares
        if shares is None:
            return
        self._names(shares, values)
        for column in CRIMINAL_IDS:
            self._person_id(shares, values, column, shares.suspect_id_lost, shares.suspect_id_masked)
        lost = shares.suspect_id_lost if feed == "transfer" else shares.party_id_lost
        self._person_id(shares, values, "party_id_no", lost, shares.suspect_id_masked)
        self._person_id(shares, values, "legal_rep_id_no", shares.rep_id_lost, 0.1)
        self._code(shares, values)
        self._whereabouts(shares, values)
        for column in REFERENCES.get(feed, ()):
            self._lose(values, column, shares.reference_lost)
        if "facts" in values and feed in REFERENCES and self.dice.chance(shares.untold):
            values["facts"] = TOLD.sub("", str(values["facts"]))

    def _lose(self, values: Record, column: str, share: float) -> None:
        if values.get(column) is not None and self.dice.chance(share):
            values[column] = None

    def _person_id(self, shares: Shares, values: Record, column: str, lost: float, hidden: float) -> None:
        number, dice = values.get(column), self.dice
        if not number or "*" in number:
            return
        draw = dice.unit()
        if draw < lost:
            values[column] = None
        elif draw < lost + hidden:
            values[column] = dice.pick(MASKS).format(number, number[14:])
        elif dice.chance(shares.id_wrong):
            values[column] = _slip(dice, number, "0123456789")
        elif dice.chance(shares.id_old) and number[6:8] == "19":
            values[column] = number[:6] + number[8:17]

    def _code(self, shares: Shares, values: Record) -> None:
        self._lose(values, "credit_code", shares.code_lost)
        code = values.get("credit_code")
        if code and self.dice.chance(shares.code_wrong):
            looks = {"0": "O", "1": "I", "5": "S", "2": "Z"}
            shape = self.dice.unit()
            at = self.dice.whole(8, 16)
            values["credit_code"] = (
                code[:at] + looks[code[at]] + code[at + 1 :]
                if shape < 0.5 and code[at] in looks
                else _slip(self.dice, code, CODE_ALPHABET)
            )

    def _whereabouts(self, shares: Shares, values: Record) -> None:
        dice = self.dice
        self._lose(values, "phone", shares.phone_lost)
        self._lose(values, "address", shares.address_lost)
        address = values.get("address")
        if address and dice.chance(shares.address_other):
            ways = (
                address.removeprefix("云桥区"),
                "临溟市" + address,
                ROOM.sub("", address),
                address.replace("号", "號").replace("区", "區"),
            )
            values["address"] = dice.pick(ways)

    def _names(self, shares: Shares, values: Record) -> None:
        dice = self.dice
        rep, is_shop = values.get("legal_rep"), values.get("party_type") == "个体工商户"
        self._lose(values, "legal_rep", shares.rep_lost)
        for column in (*NAMES, "legal_rep"):
            name = values.get(column)
            if not name:
                continue
            if len(name) <= 4:
                values[column] = self._person_name(shares, name)
                continue
            if is_shop and rep and dice.chance(shares.owner_for_name):
                # Some agencies enter the owner, and keep the sign for the text.
                values[column] = rep
                continue
            name = self._firm_name(shares, name)
            if is_shop and rep and dice.chance(shares.owner_in_name):
                shapes = (f"{name}（经营者：{rep}）", f"{name}(经营者{rep})", f"{rep}（{name}）")
                name = dice.pick(shapes)
            values[column] = name

    def _person_name(self, shares: Shares, name: str) -> str:
        dice = self.dice
        if dice.chance(shares.person_misspelt):
            at = dice.whole(0 if len(name) > 2 else 1, len(name) - 1)
            return name[:at] + SOUND_ALIKE.get(name[at], name[at]) + name[at + 1 :]
        if dice.chance(shares.traditional):
            return name.translate(TRADITIONAL)
        return f"{name[0]} {name[1:]}" if dice.chance(shares.spaced) else name

    def _firm_name(self, shares: Shares, name: str) -> str:
        dice = self.dice
        if dice.chance(shares.prefix_other):
            bare = name
            for prefix in PREFIXES:
                bare = bare.removeprefix(prefix)
            name = dice.pick(("", "", "云桥区", "临溟市云桥区", "临溟市")) + bare
        if dice.chance(shares.suffix_other):
            name = name.replace("有限公司", "有限责任公司")
        if dice.chance(shares.firm_misspelt):
            at = dice.whole(len(name) // 2 - 1, len(name) - 2)
            name = name[:at] + SOUND_ALIKE.get(name[at], "") + name[at + 1 :]
        if dice.chance(shares.traditional):
            return name.translate(TRADITIONAL)
        return name


def _slip(dice: Dice, number: str, signs: str) -> str:
    """Return the number with two neighbours swapped or one sign wrong."""
    at = dice.whole(8, len(number) - 3)
    if dice.chance(0.4):
        return number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    return number[:at] + dice.pick(signs.replace(number[at], "")) + number[at + 1 :]

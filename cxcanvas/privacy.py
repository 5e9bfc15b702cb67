"""Text in which nobody can be recognised: e-mail addresses, phone, account and card numbers are found and masked.

    findings("Call Dana on 0412 345 678")    # [Finding(start=13, end=25, what='phone number')]
    masked("Call Dana on 0412 345 678")      # 'Call Dana on [phone number]'

Amounts, dates, years, percentages, times and short codes are left alone. Names are not looked
for: no list of names is ever complete, so whoever writes has to read the text again. Nothing
leaves the machine. Card numbers by the check digit of ISO/IEC 7812 (Luhn), bank accounts by
that of ISO 13616 (modulo 97).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

__all__ = ["Finding", "findings", "masked", "said"]

EMAIL: Final = "e-mail address"
PHONE: Final = "phone number"
CARD: Final = "card number"
BANK: Final = "bank account"
ACCOUNT: Final = "account number"
LONG: Final = "long number"

#: So often a masked text is looked at again; then every digit that is left is covered.
_ROUNDS: Final = 4
_LONGEST_LOCAL, _LONGEST_DOMAIN = 64, 255
#: What may stand between the digits of one number.
_GAP: Final = r"[ \u00a0\u2009\u202f\u200b.\-\u2010-\u2013/()]"

_CURRENCY: Final = (
    r"(?:[$€£¥₹]|\b(?:AUD|USD|NZD|CAD|EUR|GBP|CHF|SEK|NOK|DKK|JPY|INR|PLN|CZK"
    r"|dollars?|euros?|pounds?|cents?|francs?|kr)\b)"
)
_AMOUNT: Final = r"\d{1,15}(?:[.,'’\u00a0\u202f ]\d{3}(?!\d)){0,5}(?:[.,]\d{1,12})?"
#: Numbers that say nothing about who it is: dates, times, amounts of money, shares, decimals, thousands.
_HARMLESS: Final = re.compile(
    rf"(?<![\d+])(?<!\d[-./])(?:\d{{4}}[-./]\d{{1,2}}[-./]\d{{1,2}}|\d{{1,2}}([-./])\d{{1,2}}\1\d{{2,4}})(?![-./]?\d)"
    rf"|(?<![\d+])\d{{4}}[-/–]\d{{2}}[-/–]\d{{2}}T\d"
    rf"|(?<![\d:])\d{{1,2}}:\d{{2}}(?::\d{{2}}(?:\.\d{{1,6}})?)?(?![\d:])"
    rf"|{_CURRENCY}\s?{_AMOUNT}(?!\d)"
    rf"|(?<![\d.,+]){_AMOUNT}\s?(?:{_CURRENCY}|%|‰|per\s?cent\b)"
    rf"|(?<![\d.,+])\d{{1,3}}(?:,\d{{3}}){{1,6}}(?:\.\d{{1,12}})?(?![\d,])"
    rf"|(?<![\d.,+])(?<!\d[ -])[1-9]?\d{{0,14}}[.,]\d{{1,20}}(?![\d.,]|[ -]\d)",
    re.IGNORECASE,
)
_RUN: Final = re.compile(rf"(?<![^\W_])\+?\(?\d(?:{_GAP}{{0,2}}\d)*+(?!\w)")
_IBAN: Final = re.compile(r"(?<![^\W_])[A-Za-z]{2}\d{2}(?:[ \u00a0]?[A-Za-z0-9]){11,30}")
_NOUN: Final = (
    r"account|acct|a/c|customer|client|member(?:ship)?|policy|contract|meter|nmi|mprn|mpan|bsb|iban|card"
    r"|reference|ref|case|ticket|order|invoice|bill|passport|licen[cs]e|medicare|tax\s?file|tfn|ssn"
    r"|konto|kunden|vertrags|zähler"
)
_WORD: Final = r"(?:number|numero|numéro|nummer|no\.?|nr\.?|id|#|№)"
#: "account 12345678", "customer no. WB-204918", "NMI: 6102A34567".
_LABELLED: Final = re.compile(
    rf"(?<![^\W_])(?:{_NOUN})(?P<sure>\s?{_WORD}|\s?:|)\s?(?:is|was|:|=|#)?\s{{0,2}}"
    rf"(?P<id>[A-Z]{{0,6}}-?\d(?:[ \-/]?[A-Z0-9]){{3,30}}+)(?![^\W_])",
    re.IGNORECASE,
)
_CALLED: Final = re.compile(
    r"(?<![^\W_])(?:phone|telephone|tel|mobile|mob|cell|call(?:ed)?|ring|rang|fax|whatsapp|sms|handy)(?![^\W_])"
    rf"[^\d\n+(]{{0,14}}(?P<id>\+?\(?\d(?:{_GAP}{{0,2}}\d){{6,17}}+)(?!\w)",
    re.IGNORECASE,
)
_THOUSANDS: Final = re.compile(r"[1-9]\d{0,2}(?:[ .\u00a0\u2009\u202f]\d{3})+")


@dataclass(frozen=True, slots=True)
class Finding:
    """A place in a text by which somebody could be recognised, and what it is."""

    start: int
    end: int
    what: str


def findings(text: str) -> list[Finding]:
    """The places in a text by which somebody could be recognised, from the first to the last."""
    digits = text if text.isascii() else "".join(str(int(one)) if one.isdecimal() else one for one in text)
    plain = _HARMLESS.sub(lambda one: "\x00" * len(one[0]), digits)
    found = [*_emails(text), *_ibans(text), *_labelled(plain), *_called(plain), *_runs(plain)]
    kept: list[Finding] = []
    for one in sorted(found, key=lambda each: (each.start, -each.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
        elif one.end > kept[-1].end:
            kept[-1] = Finding(kept[-1].start, one.end, kept[-1].what)
    return kept


def masked(text: str) -> str:
    """The text with a word in brackets for each place by which somebody could be recognised."""
    for _ in range(_ROUNDS):
        found = findings(text)
        if not found:
            return text
        text = _covered(text, found)
    if findings(text):  # what is left was made to be found again and again
        text = "".join("•" if one.isdecimal() else "(at)" if one in "@＠" else one for one in text)
    return text


def said(text: str) -> str:
    """What was found, for a sentence: "a phone number and an e-mail address"; nothing where nothing was."""
    names = list(dict.fromkeys(one.what for one in findings(text)))
    each = [f"{'an' if one[0] in 'aeio' else 'a'} {one}" for one in names]
    return "" if not each else each[0] if len(each) == 1 else f"{', '.join(each[:-1])} and {each[-1]}"


def _covered(text: str, found: list[Finding]) -> str:
    parts: list[str] = []
    at = 0
    for one in found:
        parts += (text[at : one.start], f"[{one.what}]")
        at = one.end
    return "".join((*parts, text[at:]))


# -- each sort -------------------------------------------------------------------------------


def _emails(text: str) -> Iterator[Finding]:
    for one in re.finditer("[@＠]", text):
        at = one.start()
        before = re.search(r"[\w.%+'-]+\Z", text[max(at - _LONGEST_LOCAL, 0) : at])
        after = re.match(r"[\w-]+(?:\.[\w-]+)+", text[at + 1 : at + 1 + _LONGEST_DOMAIN])
        if before is None or after is None:
            continue
        last = after[0].rpartition(".")[2]
        if len(last) >= 2 and not last.isdecimal():
            yield Finding(at - len(before[0]), at + 1 + len(after[0]), EMAIL)


def _ibans(text: str) -> Iterator[Finding]:
    for one in _IBAN.finditer(text):
        for end in range(one.end(), one.start() + 14, -1):
            inside = re.sub(r"\s", "", text[one.start() : end]).upper()
            ends = end == len(text) or not text[end].isalnum()
            if ends and sum(map(str.isdecimal, inside)) >= 8 and _by_97(inside):
                yield Finding(one.start(), end, BANK)
                break


def _by_97(code: str) -> bool:
    turned = code[4:] + code[:4]
    return len(code) >= 15 and int("".join(str(int(one, 36)) for one in turned)) % 97 == 1


def _labelled(text: str) -> Iterator[Finding]:
    for one in _LABELLED.finditer(text):
        digits = sum(map(str.isdecimal, one["id"]))
        enough = 5 if one["sure"] else 6
        if 13 <= digits <= 19 and _luhn("".join(_split(one["id"]))):
            yield Finding(one.start("id"), one.end("id"), CARD)
        elif digits >= enough and not _THOUSANDS.fullmatch(one["id"]) and not _is_years(_split(one["id"])):
            yield Finding(one.start("id"), one.end("id"), ACCOUNT)


def _called(text: str) -> Iterator[Finding]:
    for one in _CALLED.finditer(text):
        if not _THOUSANDS.fullmatch(one["id"]) and not _is_years(_split(one["id"])):
            yield Finding(one.start("id"), one.end("id"), PHONE)


def _runs(text: str) -> Iterator[Finding]:
    for run in _RUN.finditer(text):
        groups = list(re.finditer(r"\+?\d+", run[0]))
        at = 0
        while at < len(groups):
            what, to = _first(run[0], groups, at)
            if what:
                start = groups[at].start()
                closed = run[0][groups[at].end() : groups[at].end() + 1] == ")" and to - at > 1
                start -= closed and run[0][start - 1 : start] == "("
                yield Finding(run.start() + start, run.start() + groups[to - 1].end(), what)
            at = to if what else at + 1


def _first(run: str, groups: list[re.Match[str]], at: int) -> tuple[str, int]:
    """What begins at a group of digits, and behind which group it ends; the longest that is anything."""
    for to in range(min(at + 7, len(groups)), at, -1):
        part = run[groups[at].start() : groups[to - 1].end()]
        what = _what(
            part, [one[0] for one in groups[at:to]], bracketed=run[groups[at].start() - 1 :][:1] == "("
        )
        if what:
            return what, to
    return "", at


def _what(part: str, groups: list[str], bracketed: bool) -> str:
    """What a run of digits is, by its length, its grouping and its check digit."""
    digits = "".join(groups).lstrip("+")
    count, sizes = len(digits), [len(one) for one in groups]
    if part.startswith("+"):
        return PHONE if 8 <= count <= 15 else ""
    if _is_years(groups) or _THOUSANDS.fullmatch(part):
        return ""
    if 13 <= count <= 19 and max(sizes) >= 4 and _luhn(digits):
        return CARD
    if len(groups) == 1:
        return (
            ""
            if count < 9 or digits.endswith("00000")
            else PHONE
            if digits[0] == "0" and count < 12
            else LONG
        )
    if count >= 13 and len(sizes) >= 3 and set(sizes[:-1]) == {4} and sizes[-1] <= 4:
        return LONG
    return PHONE if _is_phone(part, groups, sizes, count, bracketed) else ""


def _is_phone(part: str, groups: list[str], sizes: list[int], count: int, bracketed: bool) -> bool:
    if groups[0].startswith("0") and 2 <= sizes[0] <= 6:
        return 9 <= count <= 15 and min(sizes) >= 2
    if bracketed and sizes[0] <= 5:
        return 7 <= count <= 15 and min(sizes) >= 2
    if sizes in ([3, 3, 4], [1, 3, 3, 4]) and groups[-3][0] not in "01":
        return True
    return sizes == [4, 3, 3] and groups[0] in ("1300", "1800")


def _split(text: str) -> list[str]:
    return re.findall(r"\d+", text)


def _is_years(groups: list[str]) -> bool:
    """Whether these are years, or spans of years: 2019 2020 2021, 2020-21."""
    return all(
        (len(one) == 4 and one[:2] in ("18", "19", "20")) or (len(one) == 2 and at > 0)
        for at, one in enumerate(groups)
    )


def _luhn(digits: str) -> bool:
    total = 0
    for at, one in enumerate(reversed(digits)):
        value = int(one) * (2 if at % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0 and len(set(digits)) > 1

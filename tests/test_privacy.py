"""Nobody can be recognised in a masked text, and numbers that recognise nobody are left alone."""

from __future__ import annotations

import random
import time

import pytest

from cxcanvas.privacy import findings, masked, said

FOUND = {
    "write to dana.w+bills@example.com.au please": "e-mail address",
    "Call me on 0412 345 678, said Dana": "phone number",
    "+61 412 345 678": "phone number",
    "(03) 9876 5432 after six": "phone number",
    "her number is 555-867-5309": "phone number",
    "mobile: 98765432": "phone number",
    "0049 30 1234567": "phone number",
    "02 98 76 54 32": "phone number",
    "call 1800 123 456": "phone number",
    "card 4111 1111 1111 1111": "card number",
    "4111111111111111": "card number",
    "DE89 3704 0044 0532 0130 00 is mine": "bank account",
    "gb82west12345698765432": "bank account",
    "account 12345678": "account number",
    "Account number: 4711023": "account number",
    "customer no. WB-204918": "account number",
    "NMI 6102A34567": "account number",
    "my meter number is 30 4455 12": "account number",
    "it says 304455129938": "long number",
    "BSB 063-000": "account number",
    "٠٤١٢ ٣٤٥ ٦٧٨": "phone number",
}
LEFT = (
    "It is only $79.04 to you.", "79.04", "2026-11-23", "23.11.2026", "11/23/26", "1,826 answers", "half past 14:30",
    "2020-21", "in 2019 2020 2021 2022 and 2023", "2019-2026", "12.5%", "12,500,000 dollars", "EUR 1.826.000,50",
    "1 826 000 households", "26% of 26,833 entrants owed more than $2,500", "room 1204", "case 12", "step 16",
    "bill 79.04", "0.123456789", "3.14159265358", "from 15000 to 20000", "15000-20000", "call 25,000 customers",
    "accounts of 2026-11-23 14:30", "A$1,584 in 2020-21 (+21% from $1,304)", "scores 5 4 3 2 1 5 4 3 2 1",
    "1200000000 dollars", "12000000", "call 1 200 000 people", "7:30-9:45", "48 hours, 30 days, 1 in 17",
    "192.168.1.10", "v2.10.3", "@home", "me @ work", "fiona@", "14 of 17 accounts place the turn there",
    "order 66", "customer 25000", "2026-11-23T14:30:00", "kept 0.91 of 412 cases", "DE12 is a road", "AB1234567",
)  # fmt: skip


@pytest.mark.parametrize("text", FOUND)
def test_what_tells_who_it_is_is_found_and_masked(text: str) -> None:
    found = findings(text)
    assert [one.what for one in found] == [FOUND[text]]
    assert text[found[0].start : found[0].end].strip() == text[found[0].start : found[0].end]
    assert f"[{FOUND[text]}]" in masked(text)
    assert findings(masked(text)) == []


@pytest.mark.parametrize("text", LEFT)
def test_amounts_dates_and_short_codes_are_left_alone(text: str) -> None:
    assert findings(text) == []
    assert masked(text) == text
    assert said(text) == ""


def test_every_amount_and_every_day_is_left_alone() -> None:
    luck = random.Random(4)
    for _ in range(4000):
        n, year = luck.randrange(10 ** luck.randrange(1, 9)), luck.randrange(1900, 2100)
        month, day = luck.randrange(1, 13), luck.randrange(1, 29)
        for text in (
            f"{n}", f"{n:,}", f"{n:,.2f}", f"{n / 100:.2f}", f"${n}", f"{n} euros", f"{n % 101}%", f"{year}", f"{year}-{(year + 1) % 100:02}",
            f"{year}-{month:02}-{day:02}", f"{day:02}.{month:02}.{year}", f"{day}/{month}/{year}", f"{month:02}:{day:02}",
        ):  # fmt: skip
            assert findings(f"They said {text} and left.") == [], text


def test_masking_twice_is_masking_once_whatever_is_written() -> None:
    luck = random.Random(7)
    pieces = [
        *FOUND,
        *LEFT,
        "call ",
        "account ",
        "+",
        "(",
        ") ",
        "-",
        "@",
        ".com",
        "\n",
        "١٢٣",
        "x",
        "9",
        "00",
        " ",
        "[phone number]",
        "é",
        "card ",
    ]
    for _ in range(1500):
        text = "".join(luck.choice(pieces) for _ in range(luck.randrange(1, 14)))
        once = masked(text)
        assert findings(once) == [], (text, once)
        assert masked(once) == once


def test_the_words_around_stay_as_they_are() -> None:
    text = "Dana (0412 345 678) or dana@example.com: “only $79.04”."
    assert masked(text) == "Dana ([phone number]) or [e-mail address]: “only $79.04”."
    assert said(text) == "a phone number and an e-mail address"


@pytest.mark.parametrize(
    "piece", ["1", "1 ", "1.", "1,", "a@", "a.", "@", "call ", "account ", "account 1-", "DE12 ", "(1", "+1", "1-2/", "1:", "$1", "0412 345 678 ", "١", "2020-", "call 1", "A1 "]
)  # fmt: skip
def test_twenty_thousand_characters_take_no_time(piece: str) -> None:
    text = piece * (20_000 // len(piece))
    began = time.perf_counter()
    masked(text)
    assert time.perf_counter() - began < 1.0

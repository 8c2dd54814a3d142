"""Numbers as people read them."""

from __future__ import annotations

from pmtui.domain.amounts import amount, amount_words


def test_great_numbers_keep_their_digits_and_read_back() -> None:
    assert [amount_words(1_234_567, "€"), amount_words(0.1 + 0.2, "%"), amount_words(5.0), amount_words(None, "€")] == [
        "1,234,567 €", "0.3 %", "5", "?",
    ]
    assert amount(amount_words(1_234_567.5, "users"), "users") == 1_234_567.5

"""Amounts and quantities as sources write them."""

import re
from decimal import Decimal

from queue_app.fhir.element import Element

AMOUNT = re.compile(r"-?\$?(\d{1,9}|\d{1,3}(,\d{3}){1,2})(\.\d{1,30})?", re.ASCII)
NOUGHT = Decimal()
MOST = 99_999_999_999  # cents


def priced(part: Element) -> Decimal:
    """Dollars of an item of a claim or of a charge item: its price, else that of a unit times the units."""
    whole = money(part.first("net", "priceOverride")) or money(part["totalPriceComponent"]["amount"])
    unit = money(part["unitPrice"]) or money(part["unitPriceComponent"]["amount"])
    return whole or unit * (number(part["quantity"]) if part["quantity"] else 1)


def money(told: Element) -> Decimal:
    """Dollars; 0 where nothing is told, or another currency."""
    if isinstance(told.value, dict | list):
        currency = told.first("currency", "code")  # of Money, or of what it was before R4
        if currency.text.upper() not in ("", "USD"):
            currency.note("Charges are read in US dollars only; this was left out.")
            return NOUGHT
    return number(told)


def number(told: Element) -> Decimal:
    """Of a Money or a Quantity; some send a bare number, or write "$1,250.00"."""
    found = told["value"] if isinstance(told.value, dict | list) else told
    if not found:
        return NOUGHT
    text = str(found.value) if isinstance(found.value, float) else found.text
    if AMOUNT.fullmatch(text):
        return Decimal(text.replace("$", "").replace(",", ""))
    found.note("This is not an amount; it was left out.")
    return NOUGHT

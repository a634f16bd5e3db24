"""Which diagnoses are complications, by Medicare's own program."""

from datetime import date

from queue_app.codesets.severity import levels


def test_complications_are_told_by_the_day_of_discharge():
    on = date(2026, 11, 1)
    assert levels(["A41.9", "N179", "I10", "J18", "nonsense", "J18'9"], on) == {"A419": "MCC", "N179": "CC"}
    assert levels(["A419"], date(2035, 1, 1)) == {}
    many = [f"I{number:02}" for number in range(100)] + ["A419"]
    assert levels(many, on)["A419"] == "MCC", "more codes than a claim carries"

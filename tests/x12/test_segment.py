"""Values made safe, segments to text and back."""

import pytest

from queue_app.x12.segment import Garbled, Misread, dollars, join, plain, split

PARTIES = "ZZ*CLEARHOUSE     *ZZ*CODEDESK       "
ISA = f"ISA*00*          *00*          *{PARTIES}*261121*1300*^*00501*000000201*0*T*:~"


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Müller-Lüdenscheidt", "MULLER-LUDENSCHEIDT"),
        ("José  Peña", "JOSE PENA"),
        ("O’Brien", "O'BRIEN"),
        ("Straße", "STRASSE"),
        ("Łukasz Ærø", "LUKASZ AERO"),
        ("ﬁrst ª½", "FIRST A1 2"),
        ("a~b*c:d^e", "A B C D E"),
        ("a\r\nb\tc\x00d", "A B C D"),
        ("Dal\u200bia\u202e", "DALIA"),
        ("<script>", "SCRIPT"),
        ("  ", ""),
        ("王小明", ""),
    ],
)
def test_a_name_is_written_in_the_basic_character_set(typed: str, written: str) -> None:
    assert plain(typed, 60) == written


def test_a_name_too_long_is_cut_without_a_blank_at_the_end() -> None:
    assert plain("ABCD EFGH", 5) == "ABCD"


@pytest.mark.parametrize(("cents", "written"), [(0, "0"), (5, "0.05"), (1250, "12.5"), (120000, "1200")])
def test_money_has_no_idle_zeros(cents: int, written: str) -> None:
    assert dollars(cents) == written


def test_idle_delimiters_at_the_end_are_not_written() -> None:
    assert join([("HI", ("ABK", "I10", "", ""), "", "")]) == "HI*ABK:I10~"


@pytest.mark.parametrize("value", ["A~B", "A*B", "A:B", "A^B", "A\nB", "É"])
def test_a_value_that_would_break_the_file_is_never_written(value: str) -> None:
    with pytest.raises(Misread, match="cannot carry"):
        join([("NM1", value)])


def test_what_is_written_is_read_back() -> None:
    _, row = split(ISA + join([("SV1", ("HC", "99213", "25"), "120", "", "UN")]))
    assert (row.id, row.at(1, 3), row.at(2), row.at(3), row.at(4)) == ("SV1", "25", "120", "", "UN")
    assert row.at(9) == row.at(1, 9) == ""


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + ISA + "GS*HN*A~IEA*1*000000201~",
        "ï»¿" + ISA + "\r\nGS*HN*A~\r\nIEA*1*000000201~\r\n\x1a",
        ISA.replace("*", "|").replace("~", "\n") + "GS|HN|A\nIEA|1|000000201\n",
        ISA.replace("~", "\r\n") + "GS*HN*A\r\nIEA*1*000000201\r\n",
        ISA.replace("*", "\x1d").replace("~", "\x1c") + "GS\x1dHN\x1dA\x1cIEA\x1d1\x1d000000201\x1c",
        ISA.lower() + "gs*HN*A~iea*1*000000201~",
        "ISA*00**00**ZZ*CLEARHOUSE*ZZ*CODEDESK*261121*1300*^*00501*000000201*0*T*:~GS*HN*A~",
        "some header\n\n" + ISA + "GS*HN*A~IEA*1*000000201~ and <b>more</b>",
    ],
    ids=["bom", "bom misread", "bar and newline", "crlf", "control", "small", "unpadded", "surrounded"],
)
def test_files_are_read_however_they_are_delimited_and_wrapped(text: str) -> None:
    isa, group, *closing = split(text)
    assert (isa.at(13), group.id, group.at(1), group.at(2)) == ("000000201", "GS", "HN", "A")
    assert [row.id for row in closing] in (["IEA"], [])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "not X12"),
        ("Dear Sir, VISA*12", "not X12"),
        ("ISA*00*~GS*HN~", "damaged"),
        (ISA.replace("000000201", "ABC"), "damaged"),
        (ISA[:-2], "damaged"),
        (ISA + "IEA*0*000000201~" + ISA, "more than one interchange"),
        (ISA + "\nGS*HN~\n" + ISA, "more than one interchange"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(text: str, says: str) -> None:
    with pytest.raises(Garbled, match=says):
        split(text)

"""The text of a document on the page: nothing is lost, and each piece says where it begins."""

import pytest

from queue_app.web.prose import blocks

NOTE = """Assessment:
improving

• Fever
• Cough \U0001f321 dry
Plan is below

Lab\tValue
WBC\t12

   
• One


Bye"""


def test_paragraphs_lists_and_tables_are_told_apart():
    assert [block.kind for block in blocks(NOTE)] == [
        *("paragraph", "list", "paragraph", "table"),
        *("paragraph", "list", "paragraph"),
    ]


@pytest.mark.parametrize("text", [NOTE, "", "one line", "\n\n", "• ", "a\n• b", "\u2028x\r\ny", "\t\t"])
def test_a_piece_stands_where_it_says(text):
    for block in blocks(text):
        for row in block.rows:
            for piece in row:
                assert text[piece.at : piece.at + len(piece.text)] == piece.text


def test_no_word_is_lost():
    shown = "".join(piece.text for block in blocks(NOTE) for row in block.rows for piece in row)
    assert "".join(shown.split()) == "".join(NOTE.replace("•", "").split())

"""Reading clinical text: parts, statements, words, and whether a mention is said of the patient at all."""

"""Tables without lines between their columns, or without any.

With lines between their rows: ``bands`` draws the columns' lines, which ``band_words`` and ``band_columns`` tell by the
white between words. Without lines: words by their places, once ``loose_print`` has told their size, ``margins`` what is
no text, ``parting`` and ``number_columns`` which words are several, and ``text_rows`` which stand beside one another.
"""

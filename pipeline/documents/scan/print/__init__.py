"""What is printed in a page's cells, once its lines are known.

``page_print`` gives the lines of print of a box and pictures of them, from the page ``without_lines``; ``pieces``
groups connected print to lines of it, ``stains`` sees what is too faint to be print and too dark for paper.
"""

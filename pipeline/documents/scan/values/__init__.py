"""Numbers and marks for none: read twice, doubted, decided.

``candidates`` reads each a second time and looks at its print: where its digits stand (``digit_places``, ``cuts`` where
they touch), whether it is a dash or a slash (``marks``), and its digits as ``shapes`` and for the ``digit_nets``.
``votes`` decides all values of a document together, by what its clear numbers show (``known_digits``).
"""

"""A page's picture made fit to read: one page, upright, evenly lit, nothing lying over its print.

In order: ``frames`` (pictures of a file's pages), then ``seals``, ``watermarks`` and ``folds`` taken out
(``fold_courses`` tells where folds and streaks go, ``lost_columns`` where a scanner lost print), ``straighten``,
``shaded_grounds``.
"""

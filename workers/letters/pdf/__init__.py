"""Word documents as PDF/A, without an office suite.

The document is read into a tree of plain data (``tree``), which a fixed Typst program
(``letter.typ``) sets. No markup is ever generated: what somebody wrote stays data on the whole way.

``rendering`` is that way. The ``source`` is read from the outside in: ``sections``, a ``flow`` of
``paragraphs`` and ``tables``, ``runs`` with ``pictures``; ``layers`` of styles say how they look,
``numbering`` what is counted before them, ``fonts`` and ``characters`` what can be shown.
``typesetting`` sets the tree. ``scan`` makes PDF/A of a picture, ``archival`` of whatever is
archived.
"""

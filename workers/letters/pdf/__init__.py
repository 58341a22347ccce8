"""Word documents as PDF/A, without an office suite.

The document is read into a tree of plain data (``tree``), which a fixed Typst program
(``letter.typ``) sets. No markup is ever generated: what somebody wrote stays data on the whole way.
"""

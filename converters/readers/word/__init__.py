"""Word documents (.docx): WordprocessingML, and what is drawn on it (ECMA-376 part 1, 17).

A file says what is to be set, not where it comes to stand: so it is set here again, by estimate.
``document`` is the way from a file to pages:

- What is there: ``xml`` asks; ``sections`` have the paper, ``looks`` the styles, ``numbering`` the
  printed numbers, ``paragraphs`` the text, ``tables`` the cells, ``drawings`` and ``vml`` (with
  ``vml_style``) what is ``drawn``.
- Setting it: ``typeset``, with the room that ``measure`` estimates, gives a ``flow``.
- Putting it on pages: ``paper`` is filled from top to bottom, ``anchors`` say where drawings stand.
"""

"""PDF files whose tables and flowcharts are drawn as vectors.

``document`` is the way from a file to pages, and reads each in this order:

- May it be opened: ``limits``, and ``forms`` that would never end; hidden ``layers`` are taken out.
- Its lengths: each page is a ``sheet`` as large as the ``sizes`` of its text ask for.
- Its text: ``glyphs`` that no ``clips`` cut off, upright where a page lies ``sideways``, become
  ``words``; of these, those that are ``visible`` and not in the ``margins``. What ``letters`` they
  are a font may not tell.
- Its tables: of the ``paths``, the ``rules``; ``networks`` of them are tables, ``frames`` their
  cells, and ``cells`` puts the text there, as ``paragraphs`` or a ``numbered`` list.
- What is only a picture: ``scanned``, and ``pictured`` connectors.
- Its drawing: ``drawing`` takes apart the other paths. ``pieces`` are lines, outlines and heads;
  ``filled`` areas may be any of them (``strokes``: lines with a width; ``blocks``: whole arrows),
  ``loops`` of lines are outlines, and a ``ruling`` line is a table's after all. ``symbol`` says
  which one an outline is, ``symbols`` what connects them, ``heads`` which lines end in arrowheads;
  ``polygon`` measures. ``labels`` gives the texts there to whom they belong.
"""

"""From lines of cells to SOP tables: what every format's reader has in common.

Text takes the whole way, ``assembly.assemble``; formats with pages make use of its parts.

- A document is ``lines``; ``sections`` cuts it into SOPs, ``hazards`` finds what is refused.
- A cover: ``cover`` goes over what ``cover_parts`` took apart by its ``labels``, over the
  ``letterhead``, the ``blocks`` of text below labels (``fragments`` joins what an OCR broke) and
  the ``heading``; ``header`` makes the values of it, with the list ``items`` and the ``approval``.
- A table: ``columns`` are what its header names, ``raw_rows`` its lines put together, ``rows`` have
  each cell in its column: ``numbering``, ``marks``, the ``things`` a row takes and gives.
- ``doubts`` is the catalogue of what a reader decides itself.
"""

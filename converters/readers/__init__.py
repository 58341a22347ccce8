"""One module per document format; each gives the same tables with marks."""

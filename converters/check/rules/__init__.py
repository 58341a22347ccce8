"""One module per rule: ``find(document)`` yields its faults. The registry is ``config.py``."""

"""Fingerprints: read, compared, and searched among those enrolled."""

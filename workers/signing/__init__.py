"""Signatures on documents: who may sign, the signing itself, and verifying what was signed."""

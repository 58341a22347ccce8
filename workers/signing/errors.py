"""What stops a signature."""

from __future__ import annotations


class SigningError(Exception):
    """Something the official or the operator can mend: what, and what to do about it.

    Its text is for the official at the desk, in Indonesian. It names files, settings and numbers;
    it never holds a passphrase, a key or a person's name.
    """

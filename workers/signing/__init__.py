"""Signatures on documents: who may sign, the signing itself, and verifying what was signed.

- Requests: ``queue`` has what waits for whom, ``beside`` those for one document at a time,
  ``blanks`` what it leaves open, ``expiry`` those that nobody decided; ``decisions`` tells the
  process that waits.
- Keys: ``key`` opens a file, which ``authority`` issues, or ``token`` a card's.
- Signing: a ``signer`` is ``pades``, with a key that is here, or ``bsre``, where it lies elsewhere:
  that is asked by ``remote``, once.
- What is seen of it: ``placement`` finds room; there ``block`` draws, as an ``appearance`` of the
  field or a ``picture``.
- Verifying: ``verification``, by an ``inspection`` in a process of its own and those in ``trust``;
  ``changes`` are what is not as it was signed.
- ``config`` says how an office signs, ``errors`` what stops it.
"""

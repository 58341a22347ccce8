"""The watchlist (cekal): its entries, and who on it an applicant resembles.

- A list: ``entries`` come in a file; ``importing`` brings them into the database, ``lists`` has
  them there: the people as ``pages``, and by their ``keys`` the ``postings`` that lead to them.
  ``earlier`` are the tables of before, emptied then.
- A check: ``screening`` looks a person up by the same keys and judges by the ``likeness`` of
  ``names`` and the ``birthdates``; ``report`` tells the officer.
"""

"""A real Camunda 8 on this machine: fetched, started, watched, stopped.

``engine`` does that; ``ledger`` keeps what the workers know of it in step, ``status`` tells how it
is, ``progress`` shows what happens.

- What it consists of: ``settings`` say which ``parts``, each a ``part``: the ``broker``, the
  ``search`` store, the ``webapps`` with ``tasklist_mends``; at which ``ports`` and ``addresses``;
  ``logs`` are alike.
- Where it is from: ``artefacts``, by ``download`` in the ``store``; its own things are in its
  ``home``. ``extra`` are the libraries for that.
- How it starts: after ``preflight``, as ``processes``, until all are in good ``health``.
"""

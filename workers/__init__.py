"""One module per job type, and the runtime that runs them.

- A worker: ``runtime`` leads the engine's jobs to the ``jobs`` that ``registry`` finds. A
  ``handler`` is one function with what it declares; ``step`` is what it knows of its row,
  ``errors`` what it raises, ``config`` its settings, ``reference`` its page, ``testing`` how it is
  tried. What it keeps is in ``state``.
- People: ``people`` are the applicants' records; ``processings`` says what was done with them,
  ``erasure`` and ``expiry`` end them, ``masking`` keeps them out of texts. ``biometrics`` and
  ``watchlist`` compare them, ``phone`` reads their numbers.
- Letters: ``letters`` makes them, in the words of ``wording``; ``officials`` sign them, by
  ``signing``. ``office_lists`` are how an office names these and others.
- Books: ``registers``, read by ``register_listing``; ``calling`` the queue's numbers; the archive
  with its ``retention``, read by ``archive_listing``; what ``respondents`` said, as the index of
  ``satisfaction`` with its ``satisfaction_report`` and ``satisfaction_sheet``.
- Messages: ``notices`` say what to whom, ``outbox`` keeps them until ``sending`` has them out,
  ``mail`` is their form; ``messages`` are those to the engine.
- Other systems: ``systems`` declares them; ``forwarding`` takes a step there by ``connectors`` or
  by an officer's hands: ``handoff``, with its ``handoff_package``, entered in ``handoff_register``
  and read by ``handoff_listing``.
- Besides: ``decoding`` of JSON in threads; ``files``, ``scans`` (``clamd`` looks for viruses),
  ``http``, ``addresses``, ``maven``, ``workdays``, and made-up ``samples``.
"""

"""SOP document -> SOP model -> BPMN. Pure: no engine, no network, no clock.

``documents`` is the way from files to models: ``readers`` give each format's ``table`` with marks,
``infer`` makes the ``model`` of it; ``errors`` are the answer to bad documents. Of the model
``diagram`` writes BPMN with the jobs' ``templates``, and ``report`` a page for the owner; both, and
what ``picture`` draws over the document's pages, are ``markup``. ``check`` lints BPMN, whoever drew
it. ``dates`` and ``durations`` read what offices print, ``visible`` makes others' texts harmless,
and ``samples`` are SOPs for the first run.
"""

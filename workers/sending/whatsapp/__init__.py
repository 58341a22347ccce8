"""WhatsApp: by Meta's Cloud API or another gateway, and what Meta says of deliveries.

``carrier`` takes a ``message`` to its ``provider``: ``cloud``, whose refusals are ``codes``, or a
``gateway``, in the shape that ``filling`` gives it; either by ``posting``, once. Afterwards the
``webhook`` hears of it, by a ``notification``. ``config`` are the settings of all.
"""

"""What drawn connectors say: which shape leads to which. The same for every format.

``links.links`` is the way from pages to a ``chart``: ``ends`` finds what stands at each end of a
line, ``nets`` puts together the lines that meet (by ``crossings`` also from one page to the next),
``directions`` says which way they lead, ``labels`` what is printed there, and ``off_page`` passes
through the connectors that only lead elsewhere. ``answers`` and ``inside`` judge single texts and
places, for readers, too.
"""

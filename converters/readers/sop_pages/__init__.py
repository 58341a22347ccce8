"""From pages with grids and drawings to SOP tables: what every format with pages has in common.

``assembly.assemble`` is the way, and goes through the others in this order: ``sections`` cuts the
pages, which ``ruled`` gives row by row (a cover ``beside`` its table apart from it), into SOPs;
``unread`` finds what nobody sees there; ``cover`` reads the header, ``layout`` the columns of each
part of the table, whose cells ``boxed`` fills from text boxes. ``steps`` collects the rows, which
``entries`` reads one by one and ``bands`` joins where a step has several. ``drawn`` gives the
symbols their rows and columns; where there are none, ``named`` finds performers in the text of a
column, and ``pictured`` a flow that is a picture. ``provenance`` says where all that was.
"""

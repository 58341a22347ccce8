"""The command line, the engine of the first run, deployment.

- The program: ``cli`` with its ``commands``; ``console`` is how it speaks, ``errors`` how it fails,
  ``signals`` how it is told to stop, ``user`` who gives the commands.
- Documents: ``documents`` reads those that are named (``files``), many in a ``batch`` of child
  processes (``batch_child``), each by ``reading``; ``summary`` tells what came of them,
  ``conversion`` writes their diagrams.
- Processes: ``engine`` is one on this machine, ``cluster`` the one in use, ``client`` its APIs,
  ``resources`` what is deployed there, ``rehearsal`` what ``tertib run`` plays on it.
- What the workers keep: ``state`` opens it, ``backup`` saves it; a ``person`` is entered by hand.
  ``desk`` and ``remote_desk`` are the official's, ``receipts`` those of hand-offs, ``ended`` what
  waits for nothing any more, ``sheets`` tables for a spreadsheet.
- For those who write workers: ``scaffold`` and ``testing``.
"""

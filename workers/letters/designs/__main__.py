"""Write all templates beside the modules of ``workers.letters``."""

from __future__ import annotations

from workers.letters.designs import DESIGNS, FOLDER
from workers.letters.word import pack

for name, design in DESIGNS.items():
    (FOLDER / f"{name}.docx").write_bytes(pack(design()))

"""From lines of cells to SOP tables: what every format's reader has in common."""

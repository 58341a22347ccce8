"""From pages with grids and drawings to SOP tables: what every format with pages has in common."""

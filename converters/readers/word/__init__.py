"""Word documents (.docx): WordprocessingML, and what is drawn on it (ECMA-376 part 1, 17)."""

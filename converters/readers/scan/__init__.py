"""Pictures of pages: their rules, and their words by an OCR, where the extra ``ocr`` is there."""

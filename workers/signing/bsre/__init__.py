"""BSrE's e-sign client service: signatures made where the official's certified key lies."""

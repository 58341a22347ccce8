"""PDF files whose tables and flowcharts are drawn as vectors."""

"""What the pipeline gets right and how fast it is, measured on generated reports."""

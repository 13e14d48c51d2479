"""Workbooks (XLSX, XLS, OpenDocument): each sheet as it shows itself, number formats and hidden parts included."""

"""Documents of word processors: DOCX and Word's XML read here, older formats and OpenDocument by way of LibreOffice."""

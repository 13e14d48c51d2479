"""Web pages as they are shown: their style sheets, their cells, their scripts, and web archives (.mht) of them."""

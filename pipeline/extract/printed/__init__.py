"""What a document prints, whatever its layout: rows of labels and the values behind them."""

"""What comes to us: receipts and outcomes, taken in only where their signature holds, and once."""

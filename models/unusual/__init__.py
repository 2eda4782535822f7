"""What is unusual in time and expenses: rules that the records break, and habits that stray from those of peers."""

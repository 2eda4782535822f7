"""Parts of the review queue and of the models' cards."""

"""The pretend firm: a consulting group whose projects wait, return and get paid. Imports nothing of Tracework."""

"""Signing in: the page, the sessions by cookie and the tokens of programs, and what each request may do."""

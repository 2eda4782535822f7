"""Accounts: people who sign in, the roles and scopes granted to them, their sessions and their tokens for programs."""

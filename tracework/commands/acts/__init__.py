"""What `tracework act` can do: each file here has an `app` with some of its acts, found by this folder."""

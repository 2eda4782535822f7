"""Whether cases run otherwise since a date: what steps follow which, in how many cases, in two windows side by side."""

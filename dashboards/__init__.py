"""The pages in the browser: a Dash app whose callbacks read through `ask` only."""

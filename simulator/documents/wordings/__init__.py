"""One file a wording, found by this folder: `written(terms, chance)` gives the blocks of a contract. `KNOWN` says
whether it may be looked at while a reader of contracts is made; the others are only measured on."""

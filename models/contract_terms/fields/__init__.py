"""One file a term, found by this folder: `read(document)` gives the term, or None where the document does not say."""

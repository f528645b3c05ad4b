"""Finding any text by two characters or more, in either script: stored bigrams in a GIN index."""

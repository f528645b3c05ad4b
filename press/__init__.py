"""What was printed: sources, articles, mentions and facts. Evidence; rebuilt at will."""

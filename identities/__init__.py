"""Who it is about: companies, projects, their names and judgements. Judged, never lost."""

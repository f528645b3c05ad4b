"""A large made-up office, the same each time: what a busy zone's database looks like, for trying and for measuring."""

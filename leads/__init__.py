"""What we do about it: leads, moves, contacts, follow-ups. Work, owned by people."""

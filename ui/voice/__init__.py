"""The voice of a lobby: what is announced, one after the other, and who speaks it. Qt only where sound comes out."""

"""One file per paper: build(view) -> bytes from a read model."""

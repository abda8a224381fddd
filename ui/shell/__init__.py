"""The parts of the desk's window that stay the same in every part: rail, top bar, ticket strip, status bar, ribbon."""

"""Dialogs, one file each, only where something must be decided."""

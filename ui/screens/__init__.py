"""Screens, one file each; `ui.registry` lists them."""

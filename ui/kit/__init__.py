"""Small widgets that every screen is built from. They know no business."""

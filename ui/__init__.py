"""What people see: the windows of the hall. Reaches the office only through its door, never the stored entities."""

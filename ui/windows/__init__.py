"""Windows for residents: the kiosk and the lobby display. Read from afar, used by touch or keys, one per screen."""

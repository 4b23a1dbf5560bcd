"""From a delivered file to typed, versioned rows."""

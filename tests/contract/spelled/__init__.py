"""The sentences as members' clients send them, by platform."""

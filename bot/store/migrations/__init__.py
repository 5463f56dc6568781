"""Schema changes, in order. One file a change; nothing here is edited after a release."""

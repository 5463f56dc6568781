"""What whoever runs the bot does and reads: figures, logs, dead letters, moving, backups."""

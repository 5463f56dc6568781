"""What clients show, by platform, so that it can be read behind the adapter's back."""

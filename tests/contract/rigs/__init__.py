"""A rig for each platform: ``RIG`` in a file that is named as the adapter's folder."""

"""The one aiohttp Application: health, figures, and the routes that adapters hand in. No rules."""

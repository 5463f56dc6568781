"""The one aiohttp Application: health, and the routes that adapters hand in. No rules here."""

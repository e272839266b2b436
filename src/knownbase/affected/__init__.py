"""Is an installation affected, what mends it, what does an upgrade change? The browser has the same in `browser/`."""

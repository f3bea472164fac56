"""The console without a window: domain, store, live layer, desk. Never imports Qt."""

// Before the library has loaded: the stub keeps it.
nextaisle.track('click', 'chair');

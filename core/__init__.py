"""What every room stands on: errors, settings, storage, access, calendars. Imports no other room."""

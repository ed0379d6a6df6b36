"""Pictures of the README and of docs/, one a file: `make figures`."""

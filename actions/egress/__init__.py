"""How a request leaves the house: to public addresses only, or to hosts that firm.toml names."""

"""From landed records of systems to objects, events, relations and attribute values, as connectors declare them."""

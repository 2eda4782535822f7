"""The parts of the overview: four questions of those who lead the firm; of a log without a business its processes."""

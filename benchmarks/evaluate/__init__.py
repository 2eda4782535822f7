"""How good the models are, on data they had not seen. Each file is one evaluation and holds `evaluate() -> Section`.

Choices are made on training and validation parts alone; a Section says on which part its values were taken.
"""

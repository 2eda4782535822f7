"""A verb that refuses an option which is said twice and kept once: the first would be dropped without a word."""

from collections import Counter
from typing import Any

from typer.core import TyperCommand, TyperOption

from core.errors import WrongUse


class SaidOnce(TyperCommand):
    """Options that take several values, and those that take none, may be said as often as one likes."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        _, _, order = self.make_parser(ctx).parse_args(list(args))
        for param, times in Counter(order).items():
            if times > 1 and isinstance(param, TyperOption) and not (param.multiple or param.is_flag or param.count):
                name = max(param.opts, key=len)
                raise WrongUse(
                    f"{name} is said {times} times, and one call takes it once. Run the command once for each."
                )
        return super().parse_args(ctx, args)

"""Make the orchestration servers of the tests beforehand: `python -m tests.orchestration.prepare`."""

from __future__ import annotations

from tests.orchestration.environment import installed_node_red, installed_prefect


def main() -> None:
    print(f"Prefect is in {installed_prefect().folder}")
    print(f"Node-RED is in {installed_node_red().folder}")


if __name__ == "__main__":
    main()

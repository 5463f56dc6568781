"""Running other people's tools, with the Python that runs us."""

# What is run stands in this package; nothing of it comes from outside.
import subprocess  # nosec B404
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
CODE = ("bot", "adapters", "tests")


def tool(name: str, *arguments: str, module: str | None = None) -> bool:
    """Run a tool in the checkout; whether it found nothing."""
    if module is not None:
        program = f"import sys; from {module} import lint_imports_command as run; sys.exit(run())"
        command = [sys.executable, "-c", program, *arguments]
    else:
        command = [sys.executable, "-m", name, *arguments]
    return subprocess.run(command, cwd=ROOT, check=False).returncode == 0  # nosec B603


def output(name: str, *arguments: str) -> tuple[int, str]:
    """Run a tool in the checkout; its exit code and what it printed."""
    command = [sys.executable, "-m", name, *arguments]
    done = subprocess.run(  # nosec B603
        command, cwd=ROOT, check=False, capture_output=True, text=True
    )
    return done.returncode, done.stdout

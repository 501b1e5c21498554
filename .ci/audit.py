"""Known vulnerabilities in the versions that constraints.txt names, as pip-audit finds them.

Says what is known, and whether the advisories could be reached at all; never fails a run, for an
advisory of last night is no fault of today's change.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

LOCK = Path(__file__).parents[1] / "constraints.txt"
SECONDS = 120


def main() -> None:
    """Print a line for each advisory, and one that says how many packages were looked up."""
    command = [str(Path(sys.executable).with_name("uv")), "tool", "run", "--quiet", "pip-audit",
               "--no-deps", "--disable-pip", "--requirement", str(LOCK), "--format", "json",
               "--progress-spinner", "off"]  # fmt: skip
    try:
        said = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False).stdout
        found = json.loads(said)["dependencies"]
    except (OSError, subprocess.TimeoutExpired, ValueError) as error:
        print(f"pip-audit: not audited: {type(error).__name__}")
        return
    audited = [each for each in found if "vulns" in each]
    for each in audited:
        for known in each["vulns"]:
            fixed = ", ".join(known["fix_versions"]) or "no version"
            print(f"pip-audit: {each['name']} {each['version']}: {known['id']}, fixed in {fixed}")
    reached = "" if audited else "; advisories cannot be reached from here"
    print(f"pip-audit: {len(audited)} of {len(found)} packages looked up{reached}")


if __name__ == "__main__":
    main()

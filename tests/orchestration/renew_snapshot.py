"""Write the snapshot of asset keys anew, after a change that was meant."""

from __future__ import annotations

from hirehouse.orchestration.definitions import defs
from tests.orchestration.test_definitions import SNAPSHOT

if __name__ == "__main__":
    keys = sorted(key.to_user_string() for key in defs.resolve_asset_graph().materializable_asset_keys)
    SNAPSHOT.write_text("\n".join(keys) + "\n")

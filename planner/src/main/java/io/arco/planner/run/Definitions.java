package io.arco.planner.run;

import io.arco.planner.manifest.Asset;
import io.arco.planner.manifest.AssetKey;
import java.util.Optional;

/** What assets are, in each version of the manifest that is kept. */
@FunctionalInterface
public interface Definitions {
  /** The definition of an asset in a version; empty if that is not kept or has no such asset. */
  Optional<Asset> asset(long version, AssetKey key);
}

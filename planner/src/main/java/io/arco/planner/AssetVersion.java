package io.arco.planner;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.arco.planner.manifest.Asset;

/**
 * An asset as it was defined through some versions of the manifest.
 *
 * @param asset its definition
 * @param fromVersion the version that brought it
 * @param toVersion the version that changed it or took it away; null while it is current
 */
@JsonPropertyOrder({"asset", "fromVersion", "toVersion"})
public record AssetVersion(Asset asset, long fromVersion, Long toVersion) {
  /** Whether it was so in this version. */
  boolean isIn(long version) {
    return fromVersion <= version && (toVersion == null || toVersion > version);
  }

  /** The same, ended by this version. */
  AssetVersion endedBy(long version) {
    return new AssetVersion(asset, fromVersion, version);
  }
}

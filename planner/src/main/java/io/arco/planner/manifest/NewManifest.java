package io.arco.planner.manifest;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.JsonNode;
import io.arco.planner.partition.DimensionSpec;
import io.arco.planner.partition.MappingSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * A manifest as a caller describes it, unchecked; any field may be null. The rules are those of
 * {@link ManifestRules}.
 *
 * @param codeVersion the version of the code that all of it comes from, or null
 * @param description what a person says about it, or null
 * @param assets in any order
 */
@JsonPropertyOrder({"codeVersion", "description", "assets"})
public record NewManifest(String codeVersion, String description, List<NewAsset> assets) {
  /** Copies the assets. */
  public NewManifest {
    assets = copy(assets);
  }

  /**
   * An asset as a caller describes it. The last four fields are read by {@link ManifestRules},
   * which names what is wrong in them.
   *
   * @param key {@code namespace.name}
   * @param kind what makes it
   * @param group null is none
   * @param description null is none
   * @param owners null is none
   * @param tags null is none
   * @param codeVersion null is the manifest's
   * @param table null is none
   * @param partitions null is none: one key
   * @param dependencies null is none
   * @param retry how often and when tasks are tried again; null is {@link RetryPolicy#DEFAULT}
   * @param timeouts how long attempts may take; null is {@link Timeouts#DEFAULT}
   * @param checks a list of {@link CheckSpec}; null is none
   * @param payload an object for the worker; null is none
   */
  @JsonPropertyOrder({
    "key",
    "kind",
    "group",
    "description",
    "owners",
    "tags",
    "codeVersion",
    "table",
    "partitions",
    "dependencies",
    "retry",
    "timeouts",
    "checks",
    "payload"
  })
  public record NewAsset(
      String key,
      String kind,
      String group,
      String description,
      List<String> owners,
      Map<String, String> tags,
      String codeVersion,
      TableLink table,
      List<DimensionSpec> partitions,
      List<NewDependency> dependencies,
      JsonNode retry,
      JsonNode timeouts,
      JsonNode checks,
      JsonNode payload) {
    /** Copies the lists. */
    public NewAsset {
      owners = copy(owners);
      partitions = copy(partitions);
      dependencies = copy(dependencies);
    }
  }

  /**
   * A dependency as a caller describes it.
   *
   * @param asset the upstream's key
   * @param mapping null is identity
   */
  @JsonPropertyOrder({"asset", "mapping"})
  public record NewDependency(String asset, MappingSpec mapping) {}

  /** Lists may hold nulls: those are refused with their place, later. */
  private static <T> List<T> copy(List<T> list) {
    return list == null ? null : Collections.unmodifiableList(new ArrayList<>(list));
  }
}

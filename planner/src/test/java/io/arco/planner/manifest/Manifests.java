package io.arco.planner.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.json.Json;
import io.arco.planner.manifest.NewManifest.NewAsset;
import io.arco.planner.manifest.NewManifest.NewDependency;
import io.arco.planner.partition.DimensionSpec;
import io.arco.planner.partition.MappingSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Manifests for tests, put together step by step. */
public final class Manifests {
  private Manifests() {}

  /** A manifest of these assets. */
  public static NewManifest of(NewAsset... assets) {
    return new NewManifest(null, null, List.of(assets));
  }

  /** Builds one asset. */
  public static final class AssetBuilder {
    private final String key;
    private String kind = "sql";
    private String group;
    private String codeVersion;
    private List<String> owners;
    private Map<String, String> tags;
    private TableLink table;
    private JsonNode retry;
    private JsonNode timeouts;
    private JsonNode checks;
    private JsonNode payload;
    private final List<DimensionSpec> partitions = new ArrayList<>();
    private final List<NewDependency> dependencies = new ArrayList<>();

    private AssetBuilder(String key) {
      this.key = key;
    }

    /** With another kind. */
    public AssetBuilder kind(String other) {
      kind = other;
      return this;
    }

    /** In a group. */
    public AssetBuilder group(String name) {
      group = name;
      return this;
    }

    /** With a code version of its own. */
    public AssetBuilder codeVersion(String version) {
      codeVersion = version;
      return this;
    }

    /** Retried so, as JSON. */
    public AssetBuilder retry(String json) {
      retry = json(json);
      return this;
    }

    /** With timeouts, as JSON. */
    public AssetBuilder timeouts(String json) {
      timeouts = json(json);
      return this;
    }

    /** With checks, as JSON. */
    public AssetBuilder checks(String json) {
      checks = json(json);
      return this;
    }

    /** With something for its worker, as JSON. */
    public AssetBuilder payload(String json) {
      payload = json(json);
      return this;
    }

    private static JsonNode json(String json) {
      return Json.tree(json.getBytes(UTF_8));
    }

    /** With owners. */
    public AssetBuilder owners(String... names) {
      owners = List.of(names);
      return this;
    }

    /** With tags. */
    public AssetBuilder tags(Map<String, String> some) {
      tags = some;
      return this;
    }

    /** With a table. */
    public AssetBuilder table(String catalog, String schema, String name) {
      table = new TableLink(catalog, schema, name);
      return this;
    }

    /** With dimensions. */
    public AssetBuilder partitions(DimensionSpec... dimensions) {
      partitions.addAll(List.of(dimensions));
      return this;
    }

    /** Made from another, by identity. */
    public AssetBuilder from(String upstream) {
      return from(upstream, null);
    }

    /** Made from another. */
    public AssetBuilder from(String upstream, MappingSpec mapping) {
      dependencies.add(new NewDependency(upstream, mapping));
      return this;
    }

    /** The asset. */
    public NewAsset build() {
      return new NewAsset(
          key,
          kind,
          group,
          null,
          owners,
          tags,
          codeVersion,
          table,
          partitions,
          dependencies,
          retry,
          timeouts,
          checks,
          payload);
    }
  }

  /** Begins an asset. */
  public static AssetBuilder asset(String key) {
    return new AssetBuilder(key);
  }

  /** The graph of a manifest that is good. */
  public static AssetGraph graph(NewManifest manifest) {
    return new AssetGraph(ManifestRules.check(manifest, ManifestLimits.DEFAULT).assets());
  }
}

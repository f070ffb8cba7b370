package io.arco.server.api;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.arco.catalog.CatalogState;
import io.arco.catalog.TableEntity;
import io.arco.json.Json;
import io.arco.ledger.WorkspaceState;
import io.arco.planner.AssetVersion;
import io.arco.planner.ManifestVersion;
import io.arco.planner.OrchestrationCommand.DeployManifest;
import io.arco.planner.OrchestrationProblems;
import io.arco.planner.OrchestrationState;
import io.arco.planner.manifest.Asset;
import io.arco.planner.manifest.AssetGraph;
import io.arco.planner.manifest.AssetKey;
import io.arco.planner.manifest.NewManifest;
import io.arco.planner.manifest.TableLink;
import io.arco.planner.selection.Selected;
import io.arco.planner.selection.Selection;
import io.arco.planner.selection.SelectionParser;
import io.arco.planner.selection.Selector;
import io.arco.server.api.Submissions.Pending;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** The operations on manifests and assets. */
final class ManifestOperations {
  private static final String MANIFESTS = "/api/v1/manifests/";
  private static final String CURRENT = "current";

  private final ApiServices services;
  private final StateReads reads;
  private final Submissions submissions;

  ManifestOperations(ApiServices services) {
    this.services = services;
    this.reads = new StateReads(services);
    this.submissions = new Submissions(services);
  }

  /** A version with its assets. */
  @JsonPropertyOrder({"manifest", "assets"})
  private record Whole(ManifestVersion manifest, List<Asset> assets) {}

  /** An asset and what stands around it. */
  @JsonPropertyOrder({
    "asset",
    "manifestVersion",
    "fromVersion",
    "downstream",
    "tableId",
    "partitionCount"
  })
  private record Details(
      Asset asset,
      long manifestVersion,
      long fromVersion,
      List<AssetKey> downstream,
      UUID tableId,
      int partitionCount) {}

  Future<Reply> deployManifest(Exchange exchange) {
    NewManifest manifest = exchange.body(NewManifest.class);
    Pending pending = Pending.of(exchange);
    return submissions
        .submit(pending, new DeployManifest(manifest))
        .map(
            receipt -> {
              boolean changed = receipt.answers().get(0).path("changed").asBoolean();
              long version = receipt.answers().get(0).at("/manifest/version").asLong();
              return changed
                  ? Submissions.reply(201, receipt).with("Location", MANIFESTS + version)
                  : Submissions.reply(200, receipt);
            });
  }

  Future<Reply> listManifests(Exchange exchange) {
    exchange.accepted(List.of(Reply.JSON));
    List<String> identity = List.of("manifests");
    PageRequest page = PageRequest.of(exchange, identity);
    long before = page.after() == null ? Long.MAX_VALUE : position(page.after());
    return reads
        .read(exchange, page)
        .map(
            state ->
                Pages.reply(
                    identity,
                    page,
                    state.of(services.orchestration()).manifests(before, page.limit()),
                    version -> Long.toString(version.version()),
                    Function.identity(),
                    state));
  }

  private static long position(String after) {
    long version = Numbers.parse(after, 1, Long.MAX_VALUE);
    if (version < 1) {
      throw RequestProblems.pageToken();
    }
    return version;
  }

  Future<Reply> getManifest(Exchange exchange) {
    exchange.accepted(List.of(Reply.JSON));
    String asked = exchange.pathName("version");
    return reads
        .read(exchange)
        .compose(
            state -> {
              OrchestrationState orchestration = state.of(services.orchestration());
              ManifestVersion version = version(orchestration, asked);
              return reads.onWorker(
                  () ->
                      Reply.json(
                          200,
                          Json.bytes(new Whole(version, orchestration.assets(version.version()))),
                          state.sequence()));
            });
  }

  private static ManifestVersion version(OrchestrationState state, String asked) {
    if (asked.equals(CURRENT)) {
      return current(state);
    }
    long version = Numbers.parse(asked, 1, Long.MAX_VALUE);
    if (version < 1) {
      throw RequestProblems.name("version", asked, "a whole number from 1, or current");
    }
    return state
        .manifest(version)
        .orElseThrow(() -> OrchestrationProblems.manifestNotFound(version).asException());
  }

  /** The current version, or MANIFEST_NOT_FOUND. */
  static ManifestVersion current(OrchestrationState state) {
    return state.current().orElseThrow(() -> OrchestrationProblems.noManifest().asException());
  }

  Future<Reply> listAssets(Exchange exchange) {
    exchange.accepted(List.of(Reply.JSON));
    String text = exchange.query("selection").orElse("*");
    Selection selection = SelectionParser.parse(text);
    List<String> identity = List.of("assets", text);
    PageRequest page = PageRequest.of(exchange, identity);
    return reads
        .read(exchange, page)
        .compose(state -> reads.onWorker(() -> assets(state, selection, identity, page)));
  }

  private Reply assets(
      WorkspaceState state, Selection selection, List<String> identity, PageRequest page) {
    OrchestrationState orchestration = state.of(services.orchestration());
    AssetGraph graph = orchestration.graph(current(orchestration).version());
    Selected selected = Selector.select(selection, graph);
    List<Asset> found = new ArrayList<>();
    int index = selected.assets().nextSetBit(0);
    while (index >= 0 && found.size() < page.limit()) {
      Asset asset = graph.assets().get(index);
      if (page.after() == null || asset.key().text().compareTo(page.after()) > 0) {
        found.add(asset);
      }
      index = selected.assets().nextSetBit(index + 1);
    }
    return Pages.reply(
        identity, page, found, asset -> asset.key().text(), Function.identity(), state);
  }

  Future<Reply> getAsset(Exchange exchange) {
    exchange.accepted(List.of(Reply.JSON));
    String text = exchange.pathName("asset");
    AssetKey key =
        AssetKey.of(text).orElseThrow(() -> RequestProblems.name("asset", text, "namespace.name"));
    Instant now = Instant.ofEpochMilli(services.clock().wallMillis());
    return reads.read(exchange).compose(state -> reads.onWorker(() -> details(state, key, now)));
  }

  private Reply details(WorkspaceState state, AssetKey key, Instant now) {
    OrchestrationState orchestration = state.of(services.orchestration());
    long version = current(orchestration).version();
    AssetGraph graph = orchestration.graph(version);
    int index = graph.indexOf(key);
    if (index < 0) {
      throw OrchestrationProblems.assetNotFound(key.text()).asException();
    }
    List<AssetVersion> definitions = orchestration.definitions(key);
    Asset asset = graph.assets().get(index);
    Details details =
        new Details(
            asset,
            version,
            definitions.get(definitions.size() - 1).fromVersion(),
            Arrays.stream(graph.downstream(index))
                .mapToObj(down -> graph.assets().get(down).key())
                .toList(),
            tableId(state.of(services.catalog()), asset.table()),
            asset.partitionSpec().at(now).size());
    return Reply.json(200, Json.bytes(details), state.sequence());
  }

  /** The id of the table of that name, at the same sequence; null if there is none. */
  private static UUID tableId(CatalogState catalog, TableLink link) {
    return link == null
        ? null
        : catalog
            .table(link.catalog(), link.schema(), link.name())
            .map(TableEntity::id)
            .orElse(null);
  }
}

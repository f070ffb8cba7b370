package io.arco.server.api;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.arco.json.Json;
import io.arco.ledger.ReadOptions;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;
import io.arco.server.bus.SnapshotName;
import io.arco.server.files.FileServices;
import io.arco.server.files.ProtectedManifest;
import io.arco.server.files.SignedFile;
import io.arco.snapshot.Manifest;
import io.arco.store.Workspace;
import io.vertx.core.Future;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes the URLs of the files of one manifest. */
final class FileUrlOperations {
  /** The shortest life of a URL, in seconds. */
  static final long MIN_TTL_SECONDS = 60;

  /** The most files of one answer. */
  static final int MAX_FILES = 10_000;

  private final ApiServices services;
  private final FileServices files;

  FileUrlOperations(ApiServices services) {
    this.services = services;
    this.files = services.files();
  }

  /** Who serves the URLs. */
  enum Mode {
    /** This server. */
    signed,
    /** The store. */
    presigned
  }

  /** Body of {@code createFileUrls}; what is null was not said. */
  record UrlRequest(
      List<String> tables,
      Long manifest,
      Long ttlSeconds,
      Mode mode,
      QueryOperations.Freshness freshness) {}

  /** Answer of {@code createFileUrls}. */
  @JsonPropertyOrder({"manifest", "sequence", "publishedAt", "expiresAt", "mode", "tables"})
  private record Answer(
      long manifest,
      long sequence,
      String publishedAt,
      String expiresAt,
      Mode mode,
      List<Table> tables) {}

  private record Table(
      String name,
      String domain,
      String table,
      long rows,
      long bytes,
      List<PublicTable.Column> columns,
      List<File> files) {}

  private record File(String url, long bytes, long rows, String sha256) {}

  /** What was asked for, checked. */
  private record Asked(Workspace workspace, TablePatterns tables, long ttlMillis, Mode mode) {}

  Future<Reply> createFileUrls(Exchange exchange) {
    exchange.accepted(List.of(Reply.JSON));
    UrlRequest body = exchange.body(UrlRequest.class);
    Mode mode = body.mode() == null ? Mode.signed : body.mode();
    if (mode == Mode.presigned && files.presign().isEmpty()) {
      throw Problem.of(ErrorCode.NOT_SUPPORTED, "The store of this server presigns no URLs.")
          .with("field", "/mode")
          .asException();
    }
    Asked asked =
        new Asked(
            exchange.workspace(),
            TablePatterns.of(body.tables()),
            ttlMillis(body.ttlSeconds()),
            mode);
    return manifest(asked.workspace(), body, exchange.minSequence())
        .compose(found -> answer(asked, found));
  }

  private long ttlMillis(Long asked) {
    if (asked == null) {
      return files.limits().ttlMillis();
    }
    long most = files.limits().maxTtlMillis() / 1000;
    if (asked < MIN_TTL_SECONDS || asked > most) {
      throw Problem.of(ErrorCode.INVALID_REQUEST, "A URL can't live so long, or so short.")
          .with("field", "/ttlSeconds")
          .with("value", asked)
          .with("expected", "a whole number from " + MIN_TTL_SECONDS + " to " + most)
          .asException();
    }
    return asked * 1000;
  }

  private Future<ProtectedManifest> manifest(
      Workspace workspace, UrlRequest body, long minSequence) {
    boolean isLatest = body.freshness() == QueryOperations.Freshness.latest;
    if (body.manifest() == null) {
      return snapshot(workspace, isLatest, minSequence)
          .compose(name -> files.manifests().newest(workspace, name));
    }
    if (isLatest || minSequence > 0 || body.manifest() < 1) {
      throw Problem.of(ErrorCode.INVALID_REQUEST, "A manifest is named by its number alone.")
          .with("field", "/manifest")
          .with("value", body.manifest())
          .with("expected", "a number of at least 1, without freshness and minSequence")
          .asException();
    }
    return services
        .snapshots()
        .including(workspace, 0)
        .compose(newest -> files.manifests().numbered(workspace, body.manifest(), newest.number()));
  }

  private Future<SnapshotName> snapshot(Workspace workspace, boolean latest, long minSequence) {
    if (!latest && minSequence == 0) {
      return services.snapshots().including(workspace, 0);
    }
    ReadOptions options = new ReadOptions(minSequence, 0, services.limits().timeoutMillis());
    return services
        .workspaces()
        .open(workspace)
        .compose(ledger -> ledger.read(options))
        .map(state -> latest ? state.sequence() : minSequence)
        .compose(
            sequence ->
                sequence == 0
                    ? Future.succeededFuture(SnapshotName.NONE)
                    : services.snapshots().including(workspace, sequence));
  }

  private Future<Reply> answer(Asked asked, ProtectedManifest found) {
    long now = services.clock().wallMillis();
    Instant wanted = Instant.ofEpochMilli(now + asked.ttlMillis());
    Instant expiresAt =
        (wanted.isAfter(found.until()) ? found.until() : wanted).truncatedTo(ChronoUnit.SECONDS);
    long lifeMillis = expiresAt.toEpochMilli() - now;
    if (lifeMillis < (MIN_TTL_SECONDS - 1) * 1000) {
      return Future.failedFuture(tooOld(found));
    }
    List<PublicTable> tables =
        asked.tables().among(PublicTable.all(found.manifest(), services.domains()));
    int count = tables.stream().mapToInt(table -> table.files().size()).sum();
    if (count > MAX_FILES) {
      return Future.failedFuture(tooMany(count));
    }
    List<SignedFile> all = new ArrayList<>();
    tables.forEach(table -> all.addAll(table.signed(asked.workspace(), expiresAt)));
    files.streams().signed(count);
    return urls(asked.mode(), all, Duration.ofMillis(lifeMillis))
        .map(urls -> reply(asked, found.manifest(), expiresAt, tables, urls));
  }

  private Future<List<String>> urls(Mode mode, List<SignedFile> all, Duration life) {
    if (mode == Mode.signed) {
      return services.workers().call(() -> all.stream().map(files.urls()::sign).toList());
    }
    List<Future<URI>> made =
        all.stream().map(file -> files.presign().orElseThrow().apply(file.key(), life)).toList();
    return Future.all(made).map(done -> made.stream().map(it -> it.result().toString()).toList());
  }

  private static Reply reply(
      Asked asked,
      Optional<Manifest> manifest,
      Instant expiresAt,
      List<PublicTable> tables,
      List<String> urls) {
    List<Table> answered = new ArrayList<>();
    int next = 0;
    for (PublicTable table : tables) {
      List<File> files = new ArrayList<>();
      for (var file : table.files()) {
        files.add(new File(urls.get(next++), file.bytes(), file.rows(), file.sha256().hex()));
      }
      answered.add(
          new Table(
              "system." + table.name(),
              table.domain(),
              table.table(),
              table.rows(),
              table.bytes(),
              table.columns(),
              files));
    }
    long sequence = manifest.map(it -> it.journal().sequence()).orElse(0L);
    Answer answer =
        new Answer(
            manifest.map(Manifest::number).orElse(0L),
            sequence,
            manifest.map(it -> it.publishedAt().toString()).orElse(null),
            expiresAt.toString(),
            asked.mode(),
            answered);
    return Reply.json(200, Json.bytes(answer), sequence);
  }

  private static ProblemException tooOld(ProtectedManifest found) {
    return Problem.of(
            ErrorCode.HISTORY_EXPIRED,
            "The manifest is so old that its files may be collected. Ask for a newer one.")
        .with("manifest", found.manifest().map(Manifest::number).orElse(0L))
        .with("protectedUntil", found.until().toString())
        .asException();
  }

  private static ProblemException tooMany(int count) {
    return Problem.of(
            ErrorCode.LIMIT_REACHED, "These tables have more files than one answer names.")
        .with("field", "/tables")
        .with("files", count)
        .with("limit", MAX_FILES)
        .asException();
  }
}

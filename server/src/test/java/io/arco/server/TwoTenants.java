package io.arco.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.JsonNode;
import io.arco.server.auth.Role;
import io.arco.store.ByteRange;
import io.arco.store.ForwardingStore;
import io.arco.store.HeadOutcome;
import io.arco.store.Key;
import io.arco.store.Listing;
import io.arco.store.MemoryStore;
import io.arco.store.Precondition;
import io.arco.store.Prefix;
import io.arco.store.PutOutcome;
import io.arco.store.ReadOutcome;
import io.arco.testing.Await;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/**
 * Two tenants of one store. Everything of the one is called bravo, and was made by a server that is
 * gone; the server that runs has served the other, alpha, alone. So whatever of bravo is seen in it
 * was brought there by a call of alpha's. What it looked at by itself is over: whether runs of
 * bravo are under way, which is told by {@link #RUNS}; none is.
 */
public final class TwoTenants implements AutoCloseable {
  static final String CATALOGS = "/api/v1/catalogs";
  static final String BRAVO_CATALOG = CATALOGS + "/bravo_catalog";
  static final String BRAVO_SCHEMA = BRAVO_CATALOG + "/schemas/bravo_schema";

  /** Where the runs of a workspace are, the last thing that a server looks at when it starts. */
  private static final String RUNS = "/internal/orchestration/state_runs/";

  private final Queue<String> overheard = new ConcurrentLinkedQueue<>();
  private final MemoryStore bytes = new MemoryStore();
  private final Overheard store = new Overheard();
  private final Ear ear = new Ear();
  private final Logger logs = (Logger) LoggerFactory.getLogger("io.arco");
  private final String alpha;
  private final String bravo;
  private final String alphaTaskToken;
  private final Map<String, String> ids;
  private final RunningServer server;
  private volatile boolean isListening;

  /** Makes all that, in a directory for the file of tokens. */
  public TwoTenants(Path directory) {
    TokenHolders holders = new TokenHolders(directory);
    alpha = "Bearer " + holders.add("alpha-ann", "alpha", List.of("alpha-lab"), Role.ADMIN, null);
    bravo =
        "Bearer "
            + holders.add("bravo-bob", "bravo-tenant", List.of("bravo-lab"), Role.ADMIN, null);
    try (RunningServer first =
        RunningServer.on(Configs.inMemory(holders.settings()), new Overheard())) {
      ids = fill(first.client(), "bravo", bravo, false);
      first.client().post("/api/v1/snapshots", null, "Authorization", bravo).expect(200);
    }
    server =
        RunningServer.on(
            Configs.inMemory(
                holders.settings("flight.port", "0", "search.buildWaitMillis", "30000")),
            store);
    alphaTaskToken = fill(server.client(), "alpha", alpha, true).get("token");
    Await.until("the start is over", () -> store.hasLookedForRuns);
    server.overhear(this::hear);
    ear.setContext(logs.getLoggerContext());
    ear.start();
    logs.addAppender(ear);
    logs.setLevel(Level.TRACE);
    isListening = true;
  }

  /**
   * One of everything, with names that begin so; the ids of those that are called by id.
   *
   * @param isUnderWay whether its run goes on
   */
  private static Map<String, String> fill(
      ContractClient client, String name, String bearer, boolean isUnderWay) {
    String[] as = {"Authorization", bearer};
    String catalog = CATALOGS + "/" + name + "_catalog";
    String schema = catalog + "/schemas/" + name + "_schema";
    client.post(CATALOGS, named(name, "catalog", ""), as).expect(201);
    client.post(catalog + "/schemas", named(name, "schema", ""), as).expect(201);
    client.post(schema + "/tables", named(name, "table", ""), as).expect(201);
    client.post(schema + "/views", named(name, "view", ",\"sql\":\"select 1\""), as).expect(201);
    client
        .post(schema + "/volumes", named(name, "volume", ",\"location\":\"s3://b/\""), as)
        .expect(201);
    client.post(schema + "/functions", named(name, "function", ",\"body\":\"1\""), as).expect(201);
    client.post(schema + "/models", named(name, "model", ""), as).expect(201);
    client
        .post(schema + "/models/" + name + "_model/versions", named(name, "modelversion", ""), as)
        .expect(201);
    client.post(CATALOGS, named(name, "dropped", ""), as).expect(201);
    client.send("DELETE", CATALOGS + "/" + name + "_dropped", null, as).expect(200);
    JsonNode gone = client.get("/api/v1/dropped", as).expect(200).json();
    String dropped = gone.at("/items/0/id").asText();
    client
        .post(
            "/api/v1/manifests",
            "{\"assets\":[{\"key\":\"%s.asset\",\"kind\":\"sql\"}]}".formatted(name),
            as)
        .expect(201);
    String all = "{\"selection\":\"*\"}";
    String plan = client.post("/api/v1/plans", all, as).expect(201).json().path("id").asText();
    String run = client.post("/api/v1/runs", all, as).expect(201).json().path("run").asText();
    TestWorker.Held held = new TestWorker(client, name + "-worker", as).one();
    held.started().expect(200);
    held.log(1, name + " begins").expect(200);
    if (!isUnderWay) {
      held.succeeded().expect(200);
    }
    return Map.of(
        "plan",
        plan,
        "run",
        run,
        "taskId",
        held.taskId(),
        "token",
        held.token(),
        "dropped",
        dropped);
  }

  private static String named(String name, String kind, String more) {
    return "{\"name\":\"%s_%s\"%s}".formatted(name, kind, more);
  }

  /** The credentials of who sees nothing of bravo. */
  public String alpha() {
    return alpha;
  }

  /** The credentials of bravo's own. */
  public String bravo() {
    return bravo;
  }

  /** The token of a task of alpha's. */
  String alphaTaskToken() {
    return alphaTaskToken;
  }

  /** An id of bravo's: of plan, run, taskId or dropped. */
  String id(String of) {
    return ids.get(of);
  }

  /** The server that runs. */
  public RunningServer server() {
    return server;
  }

  /** Store keys, messages and log lines in which bravo occurs, since this was asked last. */
  public List<String> bravoSeen() {
    List<String> seen = overheard.stream().filter(this::isOfBravo).toList();
    overheard.clear();
    return seen;
  }

  /** Whether a text names anything of bravo. */
  public boolean isOfBravo(String text) {
    return text.toLowerCase(Locale.ROOT).contains("bravo")
        || List.of("plan", "run", "taskId", "dropped").stream()
            .anyMatch(id -> text.contains(ids.get(id)));
  }

  private void hear(String what) {
    if (isListening) {
      overheard.add(what);
    }
  }

  /** Tells every key that is asked for, and outlives its servers. */
  private final class Overheard extends ForwardingStore {
    private volatile boolean hasLookedForRuns;

    Overheard() {
      super(bytes);
    }

    @Override
    public Future<ReadOutcome> get(Key key) {
      hear("get " + key.text());
      if (key.text().contains(RUNS) && key.text().contains("bravo")) {
        hasLookedForRuns = true;
      }
      return super.get(key);
    }

    @Override
    public Future<ReadOutcome> get(Key key, ByteRange range) {
      hear("get " + key.text());
      return super.get(key, range);
    }

    @Override
    public Future<HeadOutcome> head(Key key) {
      hear("head " + key.text());
      return super.head(key);
    }

    @Override
    public Future<PutOutcome> put(Key key, byte[] content, Precondition precondition) {
      hear("put " + key.text());
      return super.put(key, content, precondition);
    }

    @Override
    public Future<Void> delete(Key key) {
      hear("delete " + key.text());
      return super.delete(key);
    }

    @Override
    public Future<Listing> list(Prefix prefix, Key after, int limit) {
      hear("list " + prefix.text());
      return super.list(prefix, after, limit);
    }

    @Override
    public Future<Void> close() {
      return Future.succeededFuture();
    }
  }

  /** Hears every line of Arco's log, and what goes with it. */
  private final class Ear extends AppenderBase<ILoggingEvent> {
    @Override
    protected void append(ILoggingEvent line) {
      String cause = line.getThrowableProxy() == null ? "" : line.getThrowableProxy().getMessage();
      hear(
          "log "
              + line.getLoggerName()
              + " "
              + line.getFormattedMessage()
              + " "
              + line.getKeyValuePairs()
              + " "
              + cause);
    }
  }

  @Override
  public void close() {
    isListening = false;
    logs.detachAppender(ear);
    logs.setLevel(null);
    server.close();
  }
}

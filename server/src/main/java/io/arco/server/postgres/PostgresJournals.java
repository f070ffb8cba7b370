package io.arco.server.postgres;

import io.arco.compactor.Archive;
import io.arco.compactor.JournalArchive;
import io.arco.log.ArchivedSlots;
import io.arco.log.KeptSlots;
import io.arco.log.ObjectSlots;
import io.arco.log.Slots;
import io.arco.runtime.Runtime;
import io.arco.server.config.JournalLocation;
import io.arco.server.journal.Journals;
import io.arco.store.ObjectStore;
import io.arco.store.RoleStore;
import io.arco.store.Workspace;
import io.arco.store.WorkspaceKeys;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The journals of all workspaces in one database. Commits are copied to the store before a manifest
 * includes them.
 */
public final class PostgresJournals implements Journals {
  private static final String PING = "SELECT 1";

  private final Database database;
  private final String keptIn;

  /** What each workspace was seen to hold outlives the ledger that saw it. */
  private final ConcurrentMap<Workspace, PostgresSlots> slots = new ConcurrentHashMap<>();

  private PostgresJournals(Database database, UUID id) {
    this.database = database;
    this.keptIn = "postgresql:" + id;
  }

  /**
   * Connects, makes the tables where they are missing, and finds out which database it is. Fails
   * with {@link io.arco.server.journal.JournalException}, everything closed again.
   *
   * @param password of the location's user; empty for none
   * @param poolSize connections at once
   */
  public static Future<PostgresJournals> open(
      Vertx vertx, JournalLocation.Postgresql location, String password, int poolSize) {
    return open(new Schema(location, true), new Database(vertx, location, password, poolSize));
  }

  /** The same for readers: makes and changes nothing, and fails where there are no tables. */
  public static Future<PostgresJournals> openExisting(
      Vertx vertx, JournalLocation.Postgresql location, String password, int poolSize) {
    return open(new Schema(location, false), new Database(vertx, location, password, poolSize));
  }

  private static Future<PostgresJournals> open(Schema schema, Database database) {
    return database
        .withConnection(schema::prepare)
        .map(id -> new PostgresJournals(database, id))
        .recover(
            failure ->
                database.close().transform(closed -> Future.failedFuture(schema.refused(failure))));
  }

  @Override
  public String keptIn() {
    return keptIn;
  }

  /**
   * A workspace's rows alone, without a look at the archive. Where one is deleted, its archived
   * copy is deleted before, so that nothing is archived that the database lacks.
   */
  public KeptSlots rows(Workspace workspace) {
    return slots(workspace);
  }

  private PostgresSlots slots(Workspace workspace) {
    return slots.computeIfAbsent(workspace, of -> new PostgresSlots(database, of, keptIn));
  }

  @Override
  public Slots slots(Workspace workspace, ObjectStore store) {
    return new ArchivedSlots(slots(workspace), archived(workspace, "owner", store, Set.of()));
  }

  @Override
  public Archive archive(Workspace workspace, ObjectStore store, Runtime runtime) {
    Set<io.arco.store.Prefix> journal = Set.of(new WorkspaceKeys(workspace).journal());
    return new JournalArchive(
        runtime, slots(workspace), archived(workspace, "archiver", store, journal));
  }

  private static ObjectSlots archived(
      Workspace workspace, String role, ObjectStore store, Set<io.arco.store.Prefix> folders) {
    return new ObjectSlots(
        new RoleStore(store, role, folders, Set.of()), new WorkspaceKeys(workspace).journal());
  }

  @Override
  public Future<Void> ping() {
    return database.execute(PING, Tuple.tuple()).mapEmpty();
  }

  @Override
  public Future<Void> close() {
    return database.close();
  }
}

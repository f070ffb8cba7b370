package io.arco.catalog;

import io.arco.catalog.CatalogCommand.AlterEntity;
import io.arco.catalog.CatalogCommand.Create;
import io.arco.catalog.CatalogCommand.CreateCatalog;
import io.arco.catalog.CatalogCommand.CreateObject;
import io.arco.catalog.CatalogCommand.CreateSchema;
import io.arco.catalog.CatalogCommand.CreateTable;
import io.arco.catalog.CatalogCommand.DeleteEntity;
import io.arco.catalog.CatalogCommand.PurgeDropped;
import io.arco.catalog.CatalogCommand.PutTable;
import io.arco.catalog.CatalogCommand.RequireEntity;
import io.arco.catalog.CatalogCommand.UndropEntity;
import io.arco.catalog.CatalogEvent.CatalogCreated;
import io.arco.catalog.CatalogEvent.CatalogDeleted;
import io.arco.catalog.CatalogEvent.Created;
import io.arco.catalog.CatalogEvent.Deleted;
import io.arco.catalog.CatalogEvent.EntityAltered;
import io.arco.catalog.CatalogEvent.EntityCreated;
import io.arco.catalog.CatalogEvent.EntityDeleted;
import io.arco.catalog.CatalogEvent.EntityPurged;
import io.arco.catalog.CatalogEvent.EntityUndropped;
import io.arco.catalog.CatalogEvent.SchemaCreated;
import io.arco.catalog.CatalogEvent.SchemaDeleted;
import io.arco.catalog.CatalogEvent.TableCreated;
import io.arco.catalog.CatalogEvent.TableDeleted;
import io.arco.ledger.Decision;
import io.arco.ledger.Decision.Accepted;
import io.arco.ledger.DecisionContext;
import io.arco.ledger.Domain;
import io.arco.ledger.Stamp;
import io.arco.ledger.StateHash;
import io.arco.ledger.Subject;
import io.arco.problem.ProblemException;
import io.arco.table.RowSink;
import io.arco.table.TableDefinition;
import io.arco.table.TableRows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The catalog, as the ledger and the compactor know it. Holds nothing but its limits. */
public final class CatalogDomain implements Domain<CatalogState, CatalogCommand, CatalogEvent> {
  /** The domain's name. */
  public static final String NAME = "catalog";

  /** How long what is deleted can be put back where nothing else is said. */
  public static final Duration DROP_RETENTION = Duration.ofDays(7);

  private static final Map<String, Class<? extends CatalogCommand>> COMMANDS =
      Map.of(
          "CreateCatalog", CreateCatalog.class,
          "CreateSchema", CreateSchema.class,
          "CreateTable", CreateTable.class,
          "CreateObject", CreateObject.class,
          "PutTable", PutTable.class,
          "AlterEntity", AlterEntity.class,
          "DeleteEntity", DeleteEntity.class,
          "UndropEntity", UndropEntity.class,
          "PurgeDropped", PurgeDropped.class,
          "RequireEntity", RequireEntity.class);

  private static final Map<String, Class<? extends CatalogEvent>> EVENTS =
      Map.ofEntries(
          Map.entry("CatalogCreated", CatalogCreated.class),
          Map.entry("CatalogDeleted", CatalogDeleted.class),
          Map.entry("SchemaCreated", SchemaCreated.class),
          Map.entry("SchemaDeleted", SchemaDeleted.class),
          Map.entry("TableCreated", TableCreated.class),
          Map.entry("TableDeleted", TableDeleted.class),
          Map.entry("EntityCreated", EntityCreated.class),
          Map.entry("EntityAltered", EntityAltered.class),
          Map.entry("EntityDeleted", EntityDeleted.class),
          Map.entry("EntityUndropped", EntityUndropped.class),
          Map.entry("EntityPurged", EntityPurged.class));

  private final CreateDecisions creations;
  private final AlterDecisions alterations;
  private final PutDecisions puts;
  private final DropDecisions drops;
  private final DeleteDecisions deletions;

  /** A catalog with the default limits. */
  public CatalogDomain() {
    this(CatalogLimits.DEFAULT);
  }

  /** A catalog with these limits, and the default retention of what is deleted. */
  public CatalogDomain(CatalogLimits limits) {
    this(limits, DROP_RETENTION);
  }

  /**
   * A catalog with these limits.
   *
   * @param dropRetention how long what is deleted can be put back; zero: not at all
   */
  public CatalogDomain(CatalogLimits limits, Duration dropRetention) {
    creations = new CreateDecisions(limits);
    alterations = new AlterDecisions(limits);
    puts = new PutDecisions(creations, alterations);
    drops = new DropDecisions(limits, dropRetention);
    deletions = new DeleteDecisions(drops);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Class<CatalogCommand> commandType() {
    return CatalogCommand.class;
  }

  @Override
  public Map<String, Class<? extends CatalogCommand>> commands() {
    return COMMANDS;
  }

  @Override
  public Map<String, Class<? extends CatalogEvent>> events() {
    return EVENTS;
  }

  @Override
  public CatalogState empty() {
    return CatalogState.EMPTY;
  }

  /**
   * Decides a command. Creates answer the view of what they made, alters the view of what became of
   * it, undrops the view of what is back, deletes and purges a {@link Deletion}, puts a {@link
   * TablePut}, requirements what they {@link Found}.
   *
   * <p>Rejections: INVALID_REQUEST, INVALID_NAME, INVALID_TYPE, INVALID_LOCATION and
   * DUPLICATE_COLUMN name the {@code field} as a JSON pointer into the request; CATALOG_NOT_FOUND,
   * SCHEMA_NOT_FOUND, TABLE_NOT_FOUND and their like the names; DROPPED_NOT_FOUND the {@code id};
   * COLUMN_NOT_FOUND and INCOMPATIBLE_CHANGE the {@code field}; ALREADY_EXISTS the {@code id} that
   * is there; NOT_EMPTY the number of {@code children}; VERSION_MISMATCH the {@code id} and {@code
   * version} there are; LIMIT_REACHED the {@code limit} and its {@code maximum}.
   */
  @Override
  public Decision<CatalogState, CatalogEvent> decide(
      CatalogState state, CatalogCommand command, DecisionContext context) {
    try {
      if (command instanceof DeleteEntity delete) {
        return deletions.decide(state, delete, context.now());
      }
      return withExpired(state, decideOne(state, command, context), context.now());
    } catch (ProblemException e) {
      return new Decision.Rejected<>(e.problem());
    }
  }

  private Decision<CatalogState, CatalogEvent> decideOne(
      CatalogState state, CatalogCommand command, DecisionContext context) {
    if (command instanceof Create create) {
      return creations.decide(state, create, context);
    }
    if (command instanceof PutTable put) {
      return puts.decide(state, put, context);
    }
    if (command instanceof RequireEntity requirement) {
      return Requirements.decide(state, requirement);
    }
    if (command instanceof UndropEntity undrop) {
      return drops.undrop(state, undrop, context.now());
    }
    return command instanceof PurgeDropped purge
        ? drops.purge(state, purge, context.now())
        : alterations.decide(state, (AlterEntity) command);
  }

  /** What changes the catalog at all also purges what has expired. */
  private Decision<CatalogState, CatalogEvent> withExpired(
      CatalogState state, Decision<CatalogState, CatalogEvent> decision, Instant now) {
    if (decision instanceof Accepted<CatalogState, CatalogEvent> accepted
        && !accepted.events().isEmpty()) {
      List<CatalogEvent> events = new ArrayList<>(drops.expired(state, now));
      if (!events.isEmpty()) {
        events.addAll(accepted.events());
        return new Accepted<>(events, accepted.answer());
      }
    }
    return decision;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if the event was never decided on such a state: its parent, or
   *     what it deletes, is not there
   */
  @Override
  public CatalogState apply(CatalogState state, CatalogEvent event, Stamp stamp) {
    if (event instanceof Created created) {
      return state.with(event.path(), created.entity(stamp.committedAt()));
    }
    if (event instanceof EntityAltered altered) {
      Entity before = state.node(event.path()).entity();
      return state.altered(
          event.path(), altered.pathAfter(), before.altered(altered, stamp.committedAt()));
    }
    if (event instanceof EntityUndropped undropped) {
      return undropped(state, undropped, stamp);
    }
    if (event instanceof EntityPurged) {
      return state.purging(event.id());
    }
    Instant keptUntil = ((Deleted) event).keptUntil();
    return keptUntil == null
        ? state.without(event.path())
        : state.dropping(event.path(), stamp, keptUntil);
  }

  private static CatalogState undropped(CatalogState state, EntityUndropped event, Stamp stamp) {
    Dropped dropped =
        state
            .dropped()
            .find(event.id())
            .orElseThrow(() -> new IllegalStateException("nothing dropped of id " + event.id()));
    Entity before = dropped.node().entity();
    Entity after = event.entity(before, stamp.committedAt());
    Node node = after == before ? dropped.node() : dropped.node().with(after);
    return state.undropping(dropped, event.pathAfter(), node);
  }

  @Override
  public Optional<Subject> subject(CatalogEvent event) {
    EntityPath path = event.path();
    List<String> fields = List.of();
    if (event instanceof EntityAltered altered) {
      fields = altered.fields();
    } else if (event instanceof EntityUndropped undropped && undropped.to() != null) {
      fields = List.of("to");
    }
    return Optional.of(new Subject(path.last().kind().text(), event.id(), path.names(), fields));
  }

  @Override
  public List<TableDefinition> tables() {
    List<TableDefinition> tables = new ArrayList<>();
    for (EntityKind kind : EntityKind.values()) {
      tables.addAll(EntityRows.BY_KIND.get(kind).tables());
    }
    tables.add(CatalogTables.TAGS);
    tables.addAll(DroppedRows.TABLES);
    return tables;
  }

  @Override
  public void changes(CatalogState before, CatalogEvent event, CatalogState after, RowSink sink) {
    CatalogChanges.of(before, event, after, sink);
  }

  @Override
  public CatalogState restore(TableRows rows) {
    return CatalogRestore.from(rows);
  }

  @Override
  public StateHash hash(CatalogState state) {
    return state.hash();
  }

  @Override
  public StateHash recomputeHash(CatalogState state) {
    return state.recomputeHash();
  }
}

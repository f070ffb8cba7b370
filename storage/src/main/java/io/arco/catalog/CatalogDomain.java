package io.arco.catalog;

import io.arco.catalog.CatalogCommand.AlterEntity;
import io.arco.catalog.CatalogCommand.Create;
import io.arco.catalog.CatalogCommand.CreateCatalog;
import io.arco.catalog.CatalogCommand.CreateObject;
import io.arco.catalog.CatalogCommand.CreateSchema;
import io.arco.catalog.CatalogCommand.CreateTable;
import io.arco.catalog.CatalogCommand.DeleteEntity;
import io.arco.catalog.CatalogCommand.PutTable;
import io.arco.catalog.CatalogCommand.RequireEntity;
import io.arco.catalog.CatalogEvent.CatalogCreated;
import io.arco.catalog.CatalogEvent.CatalogDeleted;
import io.arco.catalog.CatalogEvent.Created;
import io.arco.catalog.CatalogEvent.EntityAltered;
import io.arco.catalog.CatalogEvent.EntityCreated;
import io.arco.catalog.CatalogEvent.EntityDeleted;
import io.arco.catalog.CatalogEvent.SchemaCreated;
import io.arco.catalog.CatalogEvent.SchemaDeleted;
import io.arco.catalog.CatalogEvent.TableCreated;
import io.arco.catalog.CatalogEvent.TableDeleted;
import io.arco.ledger.Decision;
import io.arco.ledger.DecisionContext;
import io.arco.ledger.Domain;
import io.arco.ledger.Stamp;
import io.arco.ledger.StateHash;
import io.arco.ledger.Subject;
import io.arco.problem.ProblemException;
import io.arco.table.RowSink;
import io.arco.table.TableDefinition;
import io.arco.table.TableRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The catalog, as the ledger and the compactor know it. Holds nothing but its limits. */
public final class CatalogDomain implements Domain<CatalogState, CatalogCommand, CatalogEvent> {
  /** The domain's name. */
  public static final String NAME = "catalog";

  private static final Map<String, Class<? extends CatalogCommand>> COMMANDS =
      Map.of(
          "CreateCatalog", CreateCatalog.class,
          "CreateSchema", CreateSchema.class,
          "CreateTable", CreateTable.class,
          "CreateObject", CreateObject.class,
          "PutTable", PutTable.class,
          "AlterEntity", AlterEntity.class,
          "DeleteEntity", DeleteEntity.class,
          "RequireEntity", RequireEntity.class);

  private static final Map<String, Class<? extends CatalogEvent>> EVENTS =
      Map.of(
          "CatalogCreated", CatalogCreated.class,
          "CatalogDeleted", CatalogDeleted.class,
          "SchemaCreated", SchemaCreated.class,
          "SchemaDeleted", SchemaDeleted.class,
          "TableCreated", TableCreated.class,
          "TableDeleted", TableDeleted.class,
          "EntityCreated", EntityCreated.class,
          "EntityAltered", EntityAltered.class,
          "EntityDeleted", EntityDeleted.class);

  private final CreateDecisions creations;
  private final AlterDecisions alterations;
  private final PutDecisions puts;

  /** A catalog with the default limits. */
  public CatalogDomain() {
    this(CatalogLimits.DEFAULT);
  }

  /** A catalog with these limits. */
  public CatalogDomain(CatalogLimits limits) {
    creations = new CreateDecisions(limits);
    alterations = new AlterDecisions(limits);
    puts = new PutDecisions(creations, alterations);
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
   * it, deletes a {@link Deletion}, puts a {@link TablePut}, requirements what they {@link Found}.
   *
   * <p>Rejections: INVALID_REQUEST, INVALID_NAME, INVALID_TYPE, INVALID_LOCATION and
   * DUPLICATE_COLUMN name the {@code field} as a JSON pointer into the request; CATALOG_NOT_FOUND,
   * SCHEMA_NOT_FOUND, TABLE_NOT_FOUND and their like the names; COLUMN_NOT_FOUND and
   * INCOMPATIBLE_CHANGE the {@code field}; ALREADY_EXISTS the {@code id} that is there; NOT_EMPTY
   * the number of {@code children}; VERSION_MISMATCH the {@code id} and {@code version} there are;
   * LIMIT_REACHED the {@code limit} and its {@code maximum}.
   */
  @Override
  public Decision<CatalogState, CatalogEvent> decide(
      CatalogState state, CatalogCommand command, DecisionContext context) {
    try {
      if (command instanceof Create create) {
        return creations.decide(state, create, context);
      }
      if (command instanceof PutTable put) {
        return puts.decide(state, put, context);
      }
      if (command instanceof RequireEntity requirement) {
        return Requirements.decide(state, requirement);
      }
      return command instanceof AlterEntity alter
          ? alterations.decide(state, alter)
          : DeleteDecisions.decide(state, (DeleteEntity) command);
    } catch (ProblemException e) {
      return new Decision.Rejected<>(e.problem());
    }
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
    return state.without(event.path());
  }

  @Override
  public Optional<Subject> subject(CatalogEvent event) {
    EntityPath path = event.path();
    List<String> fields = event instanceof EntityAltered altered ? altered.fields() : List.of();
    return Optional.of(new Subject(path.last().kind().text(), event.id(), path.names(), fields));
  }

  @Override
  public List<TableDefinition> tables() {
    List<TableDefinition> tables = new ArrayList<>();
    for (EntityKind kind : EntityKind.values()) {
      tables.addAll(EntityRows.BY_KIND.get(kind).tables());
    }
    tables.add(CatalogTables.TAGS);
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

package io.arco.ledger;

import static io.arco.table.ColumnDefinition.required;

import io.arco.journal.CommitHeader;
import io.arco.journal.Hash;
import io.arco.table.ColumnKind;
import io.arco.table.Row;
import io.arco.table.TableDefinition;
import io.arco.table.TableDefinition.Visibility;
import java.util.List;

/** The tables that show the ledger itself. */
public final class LedgerTables {
  /** {@code system.audit.commits}: a row per commit. */
  public static final TableDefinition COMMITS =
      new TableDefinition(
          "audit",
          "commits",
          Visibility.PUBLIC,
          List.of(
              required("sequence", ColumnKind.INT64),
              required("commit_id", ColumnKind.STRING),
              required("committed_at", ColumnKind.TIMESTAMP),
              required("writer", ColumnKind.STRING),
              required("format", ColumnKind.INT32),
              required("commands", ColumnKind.INT32),
              required("events", ColumnKind.INT32),
              required("bytes", ColumnKind.INT64),
              required("hash", ColumnKind.STRING)),
          1,
          1024);

  /** {@code system.audit.changes}: a row per event of a thing that may be followed. */
  public static final TableDefinition CHANGES =
      new TableDefinition(
          "audit",
          "changes",
          Visibility.PUBLIC,
          List.of(
              required("entity_id", ColumnKind.STRING),
              required("sequence", ColumnKind.INT64),
              required("position", ColumnKind.INT32),
              required("kind", ColumnKind.STRING),
              required("name", ColumnKind.STRING),
              required("event", ColumnKind.STRING),
              required("fields", ColumnKind.STRING),
              required("principal", ColumnKind.STRING),
              required("request_id", ColumnKind.STRING),
              required("committed_at", ColumnKind.TIMESTAMP)),
          3,
          1024);

  /** The live idempotency keys. */
  public static final TableDefinition IDEMPOTENCY_KEYS =
      new TableDefinition(
          "ledger",
          "idempotency_keys",
          Visibility.INTERNAL,
          List.of(
              required("principal", ColumnKind.STRING),
              required("key", ColumnKind.STRING),
              required("request_hash", ColumnKind.STRING),
              required("expires_at", ColumnKind.TIMESTAMP),
              required("sequence", ColumnKind.INT64),
              required("answers", ColumnKind.STRING)),
          2,
          512);

  /** {@code system.audit.incarnations}: a row per restore of the workspace. */
  public static final TableDefinition INCARNATIONS =
      new TableDefinition(
          "audit",
          "incarnations",
          Visibility.PUBLIC,
          List.of(
              required("number", ColumnKind.INT64),
              required("id", ColumnKind.STRING),
              required("backup", ColumnKind.INT64),
              required("backup_id", ColumnKind.STRING),
              required("backed_up_at", ColumnKind.TIMESTAMP),
              required("sequence", ColumnKind.INT64),
              required("restored_at", ColumnKind.TIMESTAMP)),
          1,
          1024);

  private LedgerTables() {}

  /** The row of a change. */
  static Row changeRow(Stamp stamp, int position, Subject subject, String event, Caller caller) {
    return Row.of(
        subject.id().toString(),
        stamp.sequence(),
        position,
        subject.kind(),
        String.join(".", subject.names()),
        event,
        String.join(",", subject.fields()),
        caller.principal(),
        caller.requestId(),
        stamp.committedAt());
  }

  /** The row of a commit. */
  static Row commitRow(CommitHeader header, Hash hash, long bytes) {
    return Row.of(
        header.sequence(),
        header.commitId().toString(),
        header.committedAt(),
        header.writer(),
        header.format(),
        header.commands(),
        header.events(),
        bytes,
        hash.hex());
  }
}

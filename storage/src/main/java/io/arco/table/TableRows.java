package io.arco.table;

import java.util.List;

/** Hands out the rows of a snapshot. */
public interface TableRows {
  /** All rows of the table in key order; empty if the snapshot does not have the table. */
  List<Row> rows(TableDefinition table);
}

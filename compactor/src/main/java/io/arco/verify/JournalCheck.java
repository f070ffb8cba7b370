package io.arco.verify;

import io.arco.journal.CommitCodec;
import io.arco.journal.CorruptObjectException;
import io.arco.journal.Hash;
import io.arco.ledger.Domains;
import io.arco.ledger.Fold;
import io.arco.ledger.WorkspaceState;
import io.arco.problem.ProblemException;
import io.arco.store.Workspace;
import io.arco.table.Row;
import io.arco.table.RowKey;
import io.arco.table.RowSink;
import io.arco.table.TableDefinition;
import io.arco.table.TableRows;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Checks commits one after the other: each by itself, each against the one before, and all as a
 * fold. A commit that does not fold ends the fold, not the check of those after it.
 */
final class JournalCheck implements RowSink {
  private final Workspace workspace;
  private final Fold fold;
  private final Findings findings;
  private final Map<Long, Hash> hashes = new HashMap<>();
  private final Map<Long, String> stateHashes = new HashMap<>();
  private final Map<TableDefinition, SortedMap<RowKey, Row>> rows = new HashMap<>();
  private WorkspaceState state;
  private boolean folding = true;
  private long floor;
  private long bytes;

  JournalCheck(Workspace workspace, Domains domains, Findings findings) {
    this.workspace = workspace;
    this.fold = new Fold(workspace, domains);
    this.findings = findings;
    this.state = WorkspaceState.empty(domains);
    domains.tables().forEach(table -> rows.put(table, new TreeMap<>()));
  }

  /** Takes commit {@code n}; numbers ascend. */
  void commit(long n, String object, byte[] content) {
    bytes += content.length;
    Hash before = hashes.get(n - 1);
    hashes.put(n, Hash.of(content));
    try {
      var header = CommitCodec.decode(object, workspace, n, content).header();
      if (n > 1 && before != null && !before.equals(header.previousHash())) {
        folding = false;
        findings.add(
            object,
            "it follows " + header.previousHash() + ", the commit before hashes to " + before);
      }
      foldOn(n, object, content);
    } catch (CorruptObjectException | ProblemException e) {
      folding = false;
      findings.add(object, e);
    }
  }

  /**
   * Begins at the state that a manifest's rows show, since retention has taken the commits before.
   *
   * @param from the state after the newest commit that the manifest includes
   * @param shown the rows of all tables
   */
  void beginAt(WorkspaceState from, TableRows shown) {
    state = from;
    floor = from.sequence();
    stateHashes.put(from.sequence(), from.hash());
    rows.forEach(
        (table, kept) -> shown.rows(table).forEach(row -> kept.put(table.keyOf(row), row)));
  }

  /** Says that commits are not there, though later ones are. */
  void missing(String object, long count) {
    folding = false;
    findings.add(
        object,
        "it is missing, though there are later commits"
            + (count > 1 ? "; so are the " + (count - 1) + " after it" : ""));
  }

  /** Ends the fold: where it begins can't be told. */
  void stopFolding() {
    folding = false;
  }

  private void foldOn(long n, String object, byte[] content) {
    if (!folding || n != state.sequence() + 1) {
      return;
    }
    Fold.Folded folded = fold.next(state, object, content);
    state = folded.state();
    folded.change().rows(this);
    stateHashes.put(n, state.hash());
  }

  /** Compares the sums kept entry by entry with the content. */
  void checkSums() {
    if (!state.hash().equals(state.recomputeHash())) {
      findings.add("the fold", "the hash kept entry by entry differs from that of the content");
    }
  }

  WorkspaceState state() {
    return state;
  }

  long commits() {
    return hashes.size();
  }

  long bytes() {
    return bytes;
  }

  /** The hash of commit {@code n}'s bytes, or null if it was not read. */
  Hash hashOf(long n) {
    return hashes.get(n);
  }

  /** Whether the fold began later than at this commit, and retention may have taken it. */
  boolean isBelowFloor(long n) {
    return n < floor;
  }

  /** The hash of the state after commit {@code n}, or null if the fold did not get there. */
  String stateHashAt(long n) {
    return stateHashes.get(n);
  }

  /** The rows that the fold gives at its end. */
  SortedMap<RowKey, Row> rows(TableDefinition table) {
    return rows.get(table);
  }

  @Override
  public void put(TableDefinition table, Row row) {
    rows.get(table).put(table.keyOf(row), row);
  }

  @Override
  public void remove(TableDefinition table, RowKey key) {
    rows.get(table).remove(key);
  }
}

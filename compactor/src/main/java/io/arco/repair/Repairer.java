package io.arco.repair;

import io.arco.journal.CorruptObjectException;
import io.arco.journal.WorkspaceFile;
import io.arco.ledger.Domains;
import io.arco.log.ObjectSlots;
import io.arco.problem.ProblemException;
import io.arco.repair.RepairReport.Repair;
import io.arco.runtime.Runtime;
import io.arco.snapshot.Hint;
import io.arco.snapshot.Manifest;
import io.arco.snapshot.Snapshots;
import io.arco.store.ObjectStore;
import io.arco.store.Prefix;
import io.arco.store.RoleStore;
import io.arco.store.WorkspaceKeys;
import io.arco.verify.Finding;
import io.arco.verify.Report;
import io.arco.verify.Verifier;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Mends a workspace that no server serves: verifies it, looks for bytes that are known to be the
 * right ones of what does not hold, lays them over it in memory, and verifies again, until nothing
 * more can be mended. Only then, and only if asked to, are they written. What verifies is never
 * written; what can't be mended stays byte for byte as it is.
 *
 * <p>Used on the runtime's scheduler, where its futures complete; for one use.
 */
public final class Repairer {
  /** How often a workspace is verified in one run. */
  static final int MAX_PASSES = 20;

  private static final Pattern ENTRY =
      Pattern.compile("(journal|snapshots|snapshots/kept)/([0-9]{20})\\.json");

  /** Where a backup has it, so that no server takes the backup for a workspace. */
  private static final String BACKED_UP_WORKSPACE_FILE = "backups/workspace.json";

  private static final String LOST = "it is missing: the log ends before it";

  private static final Pattern FILE = Pattern.compile("(tables|internal)/.*\\.parquet");

  private final Runtime runtime;
  private final ObjectStore store;
  private final WorkspaceKeys keys;
  private final Domains domains;
  private final OverlayStore overlay;
  private final Sources sources;
  private final List<Repair> repairs = new ArrayList<>();
  private final Set<String> unproven = new HashSet<>();
  private final Set<String> contradicted = new HashSet<>();
  private boolean full;

  /**
   * A repair of one workspace.
   *
   * @param store may write what {@link #role} lets it
   * @param other a backup, or another store, with the same workspace at the same keys
   */
  public Repairer(
      Runtime runtime,
      ObjectStore store,
      Optional<ObjectStore> other,
      WorkspaceKeys keys,
      Domains domains) {
    this.runtime = runtime;
    this.store = store;
    this.keys = keys;
    this.domains = domains;
    this.overlay = new OverlayStore(store);
    this.sources = new Sources(runtime, overlay, other, keys);
  }

  /** A store as a repair may use it: it writes into this workspace alone. */
  public static ObjectStore role(ObjectStore store, WorkspaceKeys keys) {
    return new RoleStore(
        store,
        "repair",
        Set.of(keys.journal(), keys.snapshots(), keys.tables(), keys.internal()),
        Set.of(keys.workspaceFile()),
        Set.of());
  }

  /** Looks for what can be mended, and mends it if asked to. Fails only where a store does. */
  public Future<RepairReport> run(boolean apply) {
    return pass(1)
        .compose(
            left ->
                (apply
                        ? new RepairWriter(runtime, store).write(overlay.repaired())
                        : Future.<Void>succeededFuture())
                    .map(done -> new RepairReport(apply, repairs, left, full)));
  }

  private Future<List<Finding>> pass(int pass) {
    return new Verifier(runtime, overlay, keys, domains)
        .verify()
        .map(Report::findings)
        .compose(
            findings -> {
              if (takeBack(findings) && pass < MAX_PASSES) {
                return pass(pass + 1);
              }
              return attempt(findings)
                  .compose(
                      progress ->
                          progress && pass < MAX_PASSES && !full
                              ? pass(pass + 1)
                              : hint().map(done -> findings));
            });
  }

  /** A repair that verification does not bear out is none, nor is what was proven by it. */
  private boolean takeBack(List<Finding> findings) {
    List<String> refuted =
        findings.stream().map(Finding::object).filter(unproven::contains).distinct().toList();
    if (refuted.isEmpty()) {
      return false;
    }
    contradicted.addAll(refuted);
    unproven.clear();
    repairs.clear();
    overlay.clear();
    return true;
  }

  private Future<Boolean> attempt(List<Finding> findings) {
    int before = repairs.size();
    return Witnesses.hear(sources)
        .compose(
            witnesses -> {
              Map<String, String> broken = new LinkedHashMap<>();
              findings.forEach(finding -> broken.putIfAbsent(finding.object(), finding.what()));
              broken.keySet().removeAll(contradicted);
              LogRepair logs = new LogRepair(sources, witnesses);
              return logs(logs, broken)
                  .compose(done -> files(new FileRepair(sources, witnesses, domains), broken))
                  .compose(done -> workspaceFile(broken))
                  .compose(done -> lostEnd(logs, witnesses.newest() + 1));
            })
        .map(done -> repairs.size() > before);
  }

  /**
   * The manifest behind the newest, which no finding names: a log that has lost its end looks like
   * a shorter one. A copy or the other store may hold it.
   */
  private Future<Void> lostEnd(LogRepair logs, long k) {
    return logs.manifest(k)
        .map(
            found -> lay(keys.relative(keys.snapshots().key(ObjectSlots.fileName(k))), LOST, found))
        .mapEmpty();
  }

  /** Highest first: an entry is proven by the one behind it, which may be mended just before. */
  private Future<Void> logs(LogRepair logs, Map<String, String> broken) {
    Future<Void> done = Future.succeededFuture();
    List<String> highestFirst = new ArrayList<>(broken.keySet());
    highestFirst.sort(Comparator.reverseOrder());
    for (String object : highestFirst) {
      Matcher entry = ENTRY.matcher(object);
      if (entry.matches()) {
        long n = Long.parseLong(entry.group(2));
        String what = broken.get(object);
        done =
            done.compose(
                before ->
                    switch (entry.group(1)) {
                      case "journal" -> down(keys.journal(), n, what, logs::commit);
                      case "snapshots" -> down(keys.snapshots(), n, what, logs::manifest);
                      default -> logs.copy(n).map(found -> lay(object, what, found)).mapEmpty();
                    });
      }
    }
    return done;
  }

  /** A finding names the first of several that are missing: all of them, down to it. */
  private Future<Void> down(
      Prefix folder, long first, String what, LongFunction<Future<Optional<Proposal>>> find) {
    ObjectSlots slots = new ObjectSlots(overlay, folder);
    return runtime
        .onScheduler(slots.entries(first, 1))
        .compose(
            next -> {
              long last = next.isEmpty() ? first : next.get(0).number() - 1;
              return down(slots, last, first, what, find);
            });
  }

  private Future<Void> down(
      ObjectSlots slots,
      long n,
      long first,
      String what,
      LongFunction<Future<Optional<Proposal>>> find) {
    return find.apply(n)
        .compose(
            found ->
                lay(slots.nameOf(n), what, found) && n > first
                    ? down(slots, n - 1, first, what, find)
                    : Future.succeededFuture());
  }

  private Future<Void> files(FileRepair files, Map<String, String> broken) {
    List<String> paths = broken.keySet().stream().filter(FILE.asMatchPredicate()).toList();
    return paths.isEmpty()
        ? Future.succeededFuture()
        : files
            .find(paths)
            .compose(
                found -> {
                  found.forEach(
                      (path, proposal) -> lay(path, broken.get(path), Optional.of(proposal)));
                  return Future.succeededFuture();
                });
  }

  private Future<Void> workspaceFile(Map<String, String> broken) {
    String what = broken.get(WorkspaceFile.NAME);
    if (what == null) {
      return Future.succeededFuture();
    }
    return sources
        .other(keys.workspaceFile())
        .compose(
            found ->
                found.isPresent()
                    ? Future.succeededFuture(found)
                    : sources.other(keys.file(BACKED_UP_WORKSPACE_FILE)))
        .map(found -> found.filter(this::isWorkspaceFile))
        .map(
            found ->
                found.map(
                    bytes ->
                        new Proposal(
                            bytes,
                            "from the other store: it is sealed and of this workspace",
                            false)))
        .map(found -> lay(WorkspaceFile.NAME, what, found))
        .mapEmpty();
  }

  private boolean isWorkspaceFile(byte[] bytes) {
    try {
      WorkspaceFile.decode(keys.workspace(), bytes);
      return true;
    } catch (CorruptObjectException | ProblemException e) {
      return false;
    }
  }

  /** The hint is only a hint, but a wrong one costs every opening a list. */
  private Future<Void> hint() {
    return new Snapshots(runtime, overlay, keys)
        .newest()
        .compose(
            newest ->
                newest.isEmpty()
                    ? Future.succeededFuture()
                    : sources.here(keys.hint()).map(is -> hint(newest.get().manifest(), is)))
        .recover(
            failure ->
                failure instanceof CorruptObjectException || failure instanceof ProblemException
                    ? Future.succeededFuture()
                    : Future.failedFuture(failure))
        .mapEmpty();
  }

  private Void hint(Manifest newest, Optional<byte[]> is) {
    OptionalLong names = is.map(Hint::manifestIn).orElse(OptionalLong.empty());
    if (names.isEmpty() || names.getAsLong() != newest.number()) {
      byte[] right = new Hint(newest.number(), newest.journal().sequence(), null).encode();
      String what =
          is.isEmpty()
              ? "it is missing"
              : names.isEmpty() ? "it is no hint" : "it names manifest " + names.getAsLong();
      String how = "written anew: the newest manifest is " + newest.number();
      lay(keys.relative(keys.hint()), what, Optional.of(new Proposal(right, how, true)));
    }
    return null;
  }

  private boolean lay(String object, String what, Optional<Proposal> found) {
    if (found.isEmpty() || contradicted.contains(object)) {
      return false;
    }
    Proposal proposal = found.get();
    if (!overlay.lay(keys.file(object), proposal.bytes())) {
      full = true;
      return false;
    }
    if (!proposal.hashed()) {
      unproven.add(object);
    }
    repairs.add(new Repair(object, what, proposal.how(), proposal.bytes().length));
    return true;
  }
}

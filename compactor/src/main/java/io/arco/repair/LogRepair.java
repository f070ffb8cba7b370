package io.arco.repair;

import io.arco.journal.CommitCodec;
import io.arco.journal.CommitHeader;
import io.arco.journal.CorruptObjectException;
import io.arco.journal.Hash;
import io.arco.log.ObjectSlots;
import io.arco.problem.ProblemException;
import io.arco.snapshot.Manifest;
import io.arco.snapshot.ManifestCodec;
import io.arco.store.Key;
import io.arco.store.Prefix;
import io.vertx.core.Future;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Finds the bytes of commits and manifests: those of another store or a copy, if their hash is the
 * one that what follows them names.
 */
final class LogRepair {
  private final Sources sources;
  private final Witnesses witnesses;

  LogRepair(Sources sources, Witnesses witnesses) {
    this.sources = sources;
    this.witnesses = witnesses;
  }

  private static Key key(Prefix folder, long n) {
    return folder.key(ObjectSlots.fileName(n));
  }

  /** The right bytes of commit {@code n}; empty if it is sound or they can't be told. */
  Future<Optional<Proposal>> commit(long n) {
    Key key = key(sources.keys().journal(), n);
    return sources
        .here(key)
        .compose(
            current ->
                witnessOfCommit(n)
                    .compose(
                        witness -> {
                          if (isAlready(current, witness)) {
                            return Future.succeededFuture(Optional.empty());
                          }
                          return sources
                              .other(key)
                              .compose(
                                  candidate ->
                                      candidate.isEmpty()
                                          ? Future.succeededFuture(Optional.empty())
                                          : commit(n, current, witness, candidate.get()));
                        }));
  }

  private static boolean isAlready(Optional<byte[]> current, Optional<Hash> witness) {
    return witness.isPresent()
        && current.isPresent()
        && Hash.of(current.get()).equals(witness.get());
  }

  /** What the next commit, or else a manifest, says that commit {@code n} hashes to. */
  private Future<Optional<Hash>> witnessOfCommit(long n) {
    return sources
        .here(key(sources.keys().journal(), n + 1))
        .map(
            next ->
                next.flatMap(bytes -> header(n + 1, bytes))
                    .map(CommitHeader::previousHash)
                    .or(() -> witnesses.commit(n)));
  }

  private Future<Optional<Proposal>> commit(
      long n, Optional<byte[]> current, Optional<Hash> witness, byte[] candidate) {
    if (witness.isPresent()) {
      return Future.succeededFuture(
          Hash.of(candidate).equals(witness.get())
              ? Optional.of(
                  new Proposal(
                      candidate, "from the other store: it hashes to what the journal names", true))
              : Optional.empty());
    }
    // The last commit: nothing names it but what is left of itself.
    boolean sameHeader =
        current.isPresent()
            && header(n, candidate).isPresent()
            && Arrays.equals(firstLine(current.get()), firstLine(candidate));
    return Future.succeededFuture(
        sameHeader
            ? Optional.of(
                new Proposal(
                    candidate,
                    "from the other store: its header, which seals the rest, is the one here",
                    true))
            : Optional.empty());
  }

  private Optional<CommitHeader> header(long n, byte[] bytes) {
    try {
      return Optional.of(
          CommitCodec.decode("commit " + n, sources.keys().workspace(), n, bytes).header());
    } catch (CorruptObjectException | ProblemException e) {
      return Optional.empty();
    }
  }

  private static byte[] firstLine(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        return Arrays.copyOf(bytes, i + 1);
      }
    }
    return new byte[0];
  }

  /** The right bytes of manifest {@code k} of the log; empty if it is sound or can't be told. */
  Future<Optional<Proposal>> manifest(long k) {
    Key log = key(sources.keys().snapshots(), k);
    Key copy = key(sources.keys().keptSnapshots(), k);
    return unlessSound(
        log,
        k,
        List.of(
            new Candidate("from its copy", () -> sources.here(copy)),
            new Candidate("from the other store", () -> sources.other(log)),
            new Candidate("from a copy in the other store", () -> sources.other(copy))));
  }

  /** The right bytes of the copy of manifest {@code k}; empty likewise. */
  Future<Optional<Proposal>> copy(long k) {
    Key log = key(sources.keys().snapshots(), k);
    Key copy = key(sources.keys().keptSnapshots(), k);
    return unlessSound(
        copy,
        k,
        List.of(
            new Candidate("from the log", () -> sources.here(log)),
            new Candidate("from a copy in the other store", () -> sources.other(copy)),
            new Candidate("from the other store", () -> sources.other(log))));
  }

  private Future<Optional<Proposal>> unlessSound(Key key, long k, List<Candidate> candidates) {
    return sources
        .here(key)
        .compose(
            current ->
                isAlready(current, witnesses.manifest(k))
                    ? Future.succeededFuture(Optional.empty())
                    : firstProven(k, candidates, 0));
  }

  private record Candidate(String where, Supplier<Future<Optional<byte[]>>> read) {}

  private Future<Optional<Proposal>> firstProven(long k, List<Candidate> candidates, int index) {
    if (index == candidates.size()) {
      return Future.succeededFuture(Optional.empty());
    }
    Candidate candidate = candidates.get(index);
    return candidate
        .read()
        .get()
        .compose(
            bytes ->
                bytes.isEmpty()
                    ? Future.succeededFuture(Optional.<Proposal>empty())
                    : proven(k, candidate.where(), bytes.get()))
        .compose(
            proposal ->
                proposal.isPresent()
                    ? Future.succeededFuture(proposal)
                    : firstProven(k, candidates, index + 1));
  }

  private Future<Optional<Proposal>> proven(long k, String where, byte[] bytes) {
    Optional<Manifest> manifest = decoded(k, bytes);
    if (manifest.isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    Optional<Hash> witness = witnesses.manifest(k);
    if (witness.isPresent()) {
      return Future.succeededFuture(
          witness.get().equals(Hash.of(bytes))
              ? Optional.of(
                  new Proposal(bytes, where + ": it hashes to what the next manifest names", true))
              : Optional.empty());
    }
    return witnesses.isNewest(k)
        ? head(where, bytes, manifest.get())
        : Future.succeededFuture(Optional.empty());
  }

  /**
   * Nothing names the newest manifest: its seal must hold, it must follow the one before if that is
   * sound, and include its commit; the fold must give its state, which verification tells.
   */
  private Future<Optional<Proposal>> head(String where, byte[] bytes, Manifest manifest) {
    Key commit = key(sources.keys().journal(), manifest.journal().sequence());
    Key parent = key(sources.keys().snapshots(), Math.max(1, manifest.number() - 1));
    return sources
        .here(commit)
        .compose(
            committed ->
                sources
                    .here(parent)
                    .map(
                        before -> {
                          boolean follows =
                              before
                                  .filter(content -> manifest.number() > 1)
                                  .filter(
                                      content ->
                                          decoded(manifest.number() - 1, content).isPresent())
                                  .map(content -> Hash.of(content).equals(manifest.previousHash()))
                                  .orElse(true);
                          boolean includes =
                              committed.isPresent()
                                  && Hash.of(committed.get()).equals(manifest.journal().hash());
                          return follows && includes
                              ? Optional.of(
                                  new Proposal(
                                      bytes,
                                      where + ": its seal holds, and it includes the journal here",
                                      false))
                              : Optional.empty();
                        }));
  }

  private Optional<Manifest> decoded(long k, byte[] bytes) {
    try {
      return Optional.of(
          ManifestCodec.decode(sources.keys().workspace(), k, "manifest " + k, bytes));
    } catch (CorruptObjectException | ProblemException e) {
      return Optional.empty();
    }
  }
}

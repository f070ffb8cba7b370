package io.arco.log;

import io.arco.store.PutOutcome;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * The entries of a database and of the archive beside it, for whoever deletes them: an entry leaves
 * the archive before it leaves the database, so that nothing is archived that the database lacks.
 *
 * @param journal where entries are written
 * @param archive where they are copied to; may be deleted from
 */
public record ArchivedEntries(KeptSlots journal, KeptSlots archive) implements KeptSlots {
  @Override
  public Future<PutOutcome> putIfAbsent(long n, byte[] bytes) {
    return journal.putIfAbsent(n, bytes);
  }

  @Override
  public Future<Optional<byte[]>> get(long n) {
    return journal.get(n);
  }

  @Override
  public Future<List<Entry>> entries(long after, int limit) {
    return journal.entries(after, limit);
  }

  @Override
  public Future<Void> delete(long n) {
    return archive.delete(n).compose(done -> journal.delete(n));
  }

  @Override
  public String nameOf(long n) {
    return journal.nameOf(n);
  }

  @Override
  public String keptIn() {
    return journal.keptIn();
  }
}

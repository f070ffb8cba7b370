package io.arco.catalog;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/** What was deleted from a {@link PlainCatalog}: a list in the order in which it expires. */
final class PlainDrops {
  private static final Comparator<Entry> ORDER =
      Comparator.comparing(Entry::keptUntil).thenComparing(Entry::id);

  private final Duration retention;
  private final int maxEntities;
  private final List<Entry> entries = new ArrayList<>();

  /**
   * What one deletion took.
   *
   * @param parentSerial of what it belonged to
   */
  record Entry(
      UUID id,
      PlainCatalog.Thing thing,
      List<String> names,
      long parentSerial,
      Instant keptUntil) {}

  PlainDrops(Duration retention, int maxEntities) {
    this.retention = retention;
    this.maxEntities = maxEntities;
  }

  PlainDrops copy() {
    PlainDrops copy = new PlainDrops(retention, maxEntities);
    for (Entry it : entries) {
      copy.entries.add(
          new Entry(it.id(), it.thing().copy(), it.names(), it.parentSerial(), it.keptUntil()));
    }
    return copy;
  }

  int count() {
    return entries.stream().mapToInt(entry -> entry.thing().count()).sum();
  }

  List<String> all() {
    return entries.stream().map(it -> it.id() + " " + it.names() + " " + it.keptUntil()).toList();
  }

  Entry kept(UUID id, Instant now) {
    for (Entry entry : entries) {
      if (entry.id().equals(id) && entry.keptUntil().isAfter(now)) {
        return entry;
      }
    }
    return null;
  }

  int remove(Entry entry) {
    entries.remove(entry);
    return entry.thing().count();
  }

  /** Those that one command purges beside what it does. */
  List<Entry> expired(Instant now) {
    return entries.stream()
        .filter(entry -> !entry.keptUntil().isAfter(now))
        .limit(DropDecisions.MAX_PURGED)
        .toList();
  }

  void purgeExpired(Instant now) {
    entries.removeAll(expired(now));
  }

  /** How many had to go for it; -1 if they were too few, and nothing was done. */
  int add(UUID id, PlainCatalog.Thing thing, List<String> names, long parentSerial, Instant now) {
    List<Entry> left = new ArrayList<>(entries);
    left.removeAll(expired(now));
    int size = thing.count();
    while (left.stream().mapToInt(it -> it.thing().count()).sum() + size > maxEntities) {
      if (left.isEmpty() || entries.size() - left.size() == DropDecisions.MAX_PURGED) {
        return -1;
      }
      left.remove(0);
    }
    int purged = entries.size() - left.size();
    entries.clear();
    entries.addAll(left);
    entries.add(new Entry(id, thing, names, parentSerial, now.plus(retention)));
    entries.sort(ORDER);
    return purged;
  }
}

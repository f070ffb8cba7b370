package io.arco.planner.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.UUID;
import java.util.function.Predicate;
import org.pcollections.TreePMap;

/**
 * The READY tasks of all runs, by kind, then by when they became ready, run and number. Those of
 * one run that became ready at once are one entry. Follows from the runs; a value.
 */
final class ReadyTasks {
  static final ReadyTasks EMPTY = new ReadyTasks(TreePMap.empty());

  private final TreePMap<String, Queue> kinds;

  /** Of one kind. The task of each moment is 0. */
  private record Queue(TreePMap<Moment, Numbers> entries, int size) {}

  /** Numbers of tasks, ascending, from a place on: taking the first copies nothing. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Numbers(int[] all, int from) {
    int count() {
      return all.length - from;
    }

    Numbers plus(int[] more) {
      int[] merged = Arrays.copyOfRange(all, from, all.length + more.length);
      System.arraycopy(more, 0, merged, count(), more.length);
      Arrays.sort(merged);
      return new Numbers(merged, 0);
    }

    Numbers minus(int number) {
      if (all[from] == number) {
        return new Numbers(all, from + 1);
      }
      int[] left = Arrays.stream(all, from, all.length).filter(one -> one != number).toArray();
      return new Numbers(left, 0);
    }
  }

  private ReadyTasks(TreePMap<String, Queue> kinds) {
    this.kinds = kinds;
  }

  /** The kinds of which tasks are ready. */
  SortedSet<String> kinds() {
    return kinds.keySet();
  }

  /** How many of a kind are ready. */
  int count(String kind) {
    Queue queue = kinds.get(kind);
    return queue == null ? 0 : queue.size();
  }

  /** With tasks of a run that became ready; the array becomes this value's own. */
  ReadyTasks plus(String kind, long sequence, UUID run, int[] numbers) {
    if (numbers.length == 0) {
      return this;
    }
    Queue queue = kinds.getOrDefault(kind, new Queue(TreePMap.empty(), 0));
    Moment moment = new Moment(sequence, run, 0);
    Numbers others = queue.entries().get(moment);
    Numbers all = others == null ? new Numbers(numbers, 0) : others.plus(numbers);
    return with(kind, queue.entries().plus(moment, all), queue.size() + numbers.length);
  }

  /** Without a task that is ready. */
  ReadyTasks minus(String kind, long sequence, UUID run, int number) {
    Queue queue = kinds.get(kind);
    Moment moment = new Moment(sequence, run, 0);
    Numbers left = queue.entries().get(moment).minus(number);
    TreePMap<Moment, Numbers> entries =
        left.count() == 0 ? queue.entries().minus(moment) : queue.entries().plus(moment, left);
    return with(kind, entries, queue.size() - 1);
  }

  /** Without all of a run that became ready in these commits. */
  ReadyTasks without(UUID run, Collection<Long> sequences) {
    ReadyTasks left = this;
    for (Map.Entry<String, Queue> entry : kinds.entrySet()) {
      TreePMap<Moment, Numbers> entries = entry.getValue().entries();
      int size = entry.getValue().size();
      for (long sequence : sequences) {
        Moment moment = new Moment(sequence, run, 0);
        Numbers numbers = entries.get(moment);
        if (numbers != null) {
          size -= numbers.count();
          entries = entries.minus(moment);
        }
      }
      left = left.with(entry.getKey(), entries, size);
    }
    return left;
  }

  private ReadyTasks with(String kind, TreePMap<Moment, Numbers> entries, int size) {
    return new ReadyTasks(
        entries.isEmpty() ? kinds.minus(kind) : kinds.plus(kind, new Queue(entries, size)));
  }

  /**
   * The tasks of these kinds that have been ready for longest, at most so many, in order.
   *
   * @param takes asked of each in turn whether it is to be among them
   */
  List<TaskRef> first(Collection<String> wanted, int max, Predicate<TaskRef> takes) {
    List<Cursor> cursors = new ArrayList<>();
    for (String kind : wanted) {
      Queue queue = kinds.get(kind);
      if (queue != null) {
        cursors.add(new Cursor(queue.entries().entrySet().iterator()));
      }
    }
    List<TaskRef> found = new ArrayList<>();
    while (found.size() < max) {
      Cursor least = null;
      for (Cursor cursor : cursors) {
        if (cursor.moment != null && (least == null || cursor.isBefore(least))) {
          least = cursor;
        }
      }
      if (least == null) {
        break;
      }
      TaskRef next = least.take();
      if (takes.test(next)) {
        found.add(next);
      }
    }
    return found;
  }

  /** Walks along one kind. */
  private static final class Cursor {
    private final Iterator<Map.Entry<Moment, Numbers>> entries;
    private Moment moment;
    private Numbers numbers;

    Cursor(Iterator<Map.Entry<Moment, Numbers>> entries) {
      this.entries = entries;
      next();
    }

    private void next() {
      if (entries.hasNext()) {
        Map.Entry<Moment, Numbers> entry = entries.next();
        moment = entry.getKey();
        numbers = entry.getValue();
      } else {
        moment = null;
      }
    }

    boolean isBefore(Cursor other) {
      int order = moment.compareTo(other.moment);
      return order != 0
          ? order < 0
          : numbers.all()[numbers.from()] < other.numbers.all()[other.numbers.from()];
    }

    TaskRef take() {
      TaskRef ref = new TaskRef(moment.run(), numbers.all()[numbers.from()]);
      numbers = new Numbers(numbers.all(), numbers.from() + 1);
      if (numbers.count() == 0) {
        next();
      }
      return ref;
    }
  }
}

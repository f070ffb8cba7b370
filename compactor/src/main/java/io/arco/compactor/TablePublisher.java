package io.arco.compactor;

import io.arco.compactor.Segment.Fresh;
import io.arco.compactor.Segment.Kept;
import io.arco.compactor.Segment.Merged;
import io.arco.journal.Hash;
import io.arco.runtime.FanOut;
import io.arco.runtime.Runtime;
import io.arco.snapshot.ShardFile;
import io.arco.snapshot.Snapshots;
import io.arco.snapshot.TableFiles;
import io.arco.table.ParquetTable;
import io.arco.table.Row;
import io.arco.table.RowKey;
import io.arco.table.TableDefinition;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.function.Function;

/** Brings one table up to one snapshot: reads the files that change, writes those that follow. */
final class TablePublisher {
  /** How many files of one table are read or written at once. */
  static final int MAX_CONCURRENT_FILES = 4;

  private final Runtime runtime;
  private final Snapshots snapshots;
  private final FileWriter writer;
  private final ShardCache cache;
  private final TableDefinition table;
  private final long manifest;
  private final List<ShardFile> files;
  private long nextShard;
  private int puts;
  private long bytes;

  /**
   * @param manifest the number of the snapshot to be
   * @param before the table in the snapshot before
   */
  TablePublisher(
      Runtime runtime,
      Snapshots snapshots,
      FileWriter writer,
      ShardCache cache,
      TableDefinition table,
      long manifest,
      TableFiles before) {
    this.runtime = runtime;
    this.snapshots = snapshots;
    this.writer = writer;
    this.cache = cache;
    this.table = table;
    this.manifest = manifest;
    this.files = before.files();
    this.nextShard = before.nextShard();
  }

  /**
   * A table's part of a snapshot.
   *
   * @param table its files
   * @param puts how many of them were written
   * @param bytes their size
   */
  record Result(TableFiles table, int puts, long bytes) {}

  /** Writes what follows from the changes. */
  Future<Result> publish(SortedMap<RowKey, Optional<Row>> changes) {
    if (changes.isEmpty()) {
      return Future.succeededFuture(result(files));
    }
    return onWorkers(() -> ShardChanges.group(files, changes, table.maxShardRows()))
        .compose(this::layOut)
        .compose(segments -> each(segments, this::write))
        .map(written -> result(written.stream().flatMap(List::stream).toList()));
  }

  private Result result(List<ShardFile> after) {
    return new Result(TableFiles.of(table, nextShard, after), puts, bytes);
  }

  private Future<List<Segment>> layOut(List<ShardChanges> groups) {
    List<Integer> existing =
        groups.stream().map(ShardChanges::index).filter(i -> i < files.size()).toList();
    return each(existing, i -> read(files.get(i)))
        .compose(
            read -> {
              Map<Integer, List<Row>> rows = new HashMap<>();
              for (int i = 0; i < read.size(); i++) {
                rows.put(existing.get(i), read.get(i));
              }
              return onWorkers(() -> new ShardLayout(table).apply(files, groups, rows));
            });
  }

  private Future<List<Row>> read(ShardFile file) {
    List<Row> cached = cache.get(file.path());
    return cached != null ? Future.succeededFuture(cached) : snapshots.rows(table, file);
  }

  private Future<List<ShardFile>> write(Segment segment) {
    if (segment instanceof Kept kept) {
      return Future.succeededFuture(List.of(kept.file()));
    }
    if (segment instanceof Merged merged) {
      return each(merged.parts(), this::rowsOf)
          .compose(
              parts -> writeRows(shardOf(merged), parts.stream().flatMap(List::stream).toList()));
    }
    Fresh fresh = (Fresh) segment;
    return writeRows(fresh.shard(), fresh.rows());
  }

  private Future<List<Row>> rowsOf(Segment part) {
    return part instanceof Kept kept
        ? read(kept.file())
        : Future.succeededFuture(((Fresh) part).rows());
  }

  /** The first number among what is joined. */
  private static long shardOf(Merged merged) {
    return merged.parts().stream()
        .mapToLong(part -> part instanceof Kept kept ? kept.file().shard() : ((Fresh) part).shard())
        .filter(shard -> shard != Fresh.NEW)
        .findFirst()
        .orElse(Fresh.NEW);
  }

  private Future<List<ShardFile>> writeRows(long shard, List<Row> rows) {
    return onWorkers(() -> encode(rows))
        .compose(
            pieces -> {
              List<Future<ShardFile>> written = new ArrayList<>();
              long number = shard;
              for (Encoded piece : pieces) {
                written.add(write(number == Fresh.NEW ? nextShard++ : number, piece));
                number = Fresh.NEW;
              }
              return Future.join(written).map(all -> all.list());
            });
  }

  private Future<ShardFile> write(long shard, Encoded piece) {
    String path = ShardFile.pathOf(table, shard, manifest, piece.hash);
    ShardFile file =
        new ShardFile(
            path,
            shard,
            piece.bytes.length,
            piece.rows.size(),
            piece.hash,
            table.keyOf(piece.rows.get(0)),
            table.keyOf(piece.rows.get(piece.rows.size() - 1)));
    return writer
        .write(path, piece.bytes)
        .map(
            done -> {
              cache.put(path, piece.rows);
              puts++;
              bytes += file.bytes();
              return file;
            });
  }

  /** A file ready to be put. */
  private static final class Encoded {
    private final List<Row> rows;
    private final byte[] bytes;
    private final Hash hash;

    Encoded(List<Row> rows, byte[] bytes) {
      this.rows = List.copyOf(rows);
      this.bytes = bytes;
      this.hash = Hash.of(bytes);
    }
  }

  /** Encodes rows as one file, or as several if they are large. */
  private List<Encoded> encode(List<Row> rows) {
    byte[] file = ParquetTable.write(table, rows);
    if (file.length <= ShardLayout.MAX_FILE_BYTES || rows.size() == 1) {
      return List.of(new Encoded(rows, file));
    }
    List<Encoded> halves = new ArrayList<>(encode(rows.subList(0, rows.size() / 2)));
    halves.addAll(encode(rows.subList(rows.size() / 2, rows.size())));
    return halves;
  }

  private <T, R> Future<List<R>> each(List<T> items, Function<T, Future<R>> step) {
    return FanOut.map(runtime.scheduler(), items, MAX_CONCURRENT_FILES, step);
  }

  private <T> Future<T> onWorkers(Callable<T> task) {
    return runtime.onScheduler(runtime.workers().call(task));
  }
}

package io.arco.planner.plan;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arco.journal.Hash;
import io.arco.json.Json;
import io.arco.planner.manifest.Dependency;
import io.arco.planner.partition.DimensionSpec;
import io.arco.planner.partition.KeySet;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/**
 * The hash of the work a plan is: of each asset its JSON, then the runs of its tasks and of its
 * skipped keys, each as two 32-bit numbers (first, count), two zeros behind the last. A plan that
 * makes all that is asked for again says so first.
 */
final class PlanFingerprint {
  /** What is hashed first; another meaning gets another version. */
  private static final String VERSION = "arco.plan.v1\n";

  private static final String ALL = "mode ALL\n";

  private static final int BUFFER_BYTES = 64 << 10;
  private static final int RUN_BYTES = 8;

  private final MessageDigest digest = Hash.sha256();
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);

  private record Work(
      String asset,
      String kind,
      String codeVersion,
      List<DimensionSpec> partitions,
      int periods,
      List<Dependency> dependencies) {}

  private PlanFingerprint() {}

  static Hash of(List<PlannedAsset> assets, PlanInput input) {
    PlanFingerprint fingerprint = new PlanFingerprint();
    fingerprint.digest.update(VERSION.getBytes(UTF_8));
    if (input.mode() == PlanMode.ALL) {
      fingerprint.digest.update(ALL.getBytes(UTF_8));
    }
    for (PlannedAsset asset : assets) {
      fingerprint.add(asset, input);
    }
    return new Hash(HexFormat.of().formatHex(fingerprint.digest.digest()));
  }

  private void add(PlannedAsset asset, PlanInput input) {
    Work work =
        new Work(
            asset.asset.key().text(),
            asset.asset.kind(),
            Planner.codeVersion(asset.asset, input),
            asset.asset.partitions(),
            asset.space.periods(),
            asset.upstream.stream().map(PlannedAsset.Upstream::dependency).toList());
    digest.update(Json.bytes(work));
    digest.update((byte) '\n');
    add(asset.tasks);
    add(asset.skipped);
  }

  private void add(KeySet keys) {
    keys.runs(
        (from, to) -> {
          if (buffer.remaining() < RUN_BYTES) {
            flush();
          }
          buffer.putInt(from).putInt(to - from);
        });
    // No run is empty: a count of 0 ends the set.
    if (buffer.remaining() < RUN_BYTES) {
      flush();
    }
    buffer.putInt(0).putInt(0);
    flush();
  }

  private void flush() {
    buffer.flip();
    digest.update(buffer);
    buffer.clear();
  }
}

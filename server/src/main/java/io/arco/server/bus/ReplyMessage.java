package io.arco.server.bus;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.json.Json;
import io.arco.ledger.Receipt;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * The owner's answer. On the bus it is JSON, either {@code
 * {"v":1,"ok":{"sequence","answers","replayed"}}} or {@code
 * {"v":1,"problem":{"code","text","details"}}}.
 */
public final class ReplyMessage {
  /** The version of the message's shape. */
  public static final int VERSION = 1;

  private record Ok(long sequence, List<JsonNode> answers, boolean replayed) {}

  private record Refusal(ErrorCode code, String text, Map<String, Object> details) {}

  private record Wire(int v, Ok ok, Refusal problem) {}

  private ReplyMessage() {}

  /** A receipt as bytes for the bus. */
  public static Buffer encode(Receipt receipt) {
    Ok ok = new Ok(receipt.sequence(), receipt.answers(), receipt.replayed());
    return Buffer.buffer(Json.bytes(new Wire(VERSION, ok, null)));
  }

  /** A problem as bytes for the bus. */
  public static Buffer encode(Problem problem) {
    Refusal refusal = new Refusal(problem.code(), problem.text(), problem.details());
    return Buffer.buffer(Json.bytes(new Wire(VERSION, null, refusal)));
  }

  /**
   * From bytes of the bus: the receipt, or a failure with the problem. An answer nobody can read
   * leaves open what was done: OUTCOME_UNKNOWN.
   */
  public static Future<Receipt> decode(Buffer bytes) {
    Wire wire;
    try {
      JsonNode tree = Json.tree(bytes.getBytes());
      if (tree.path("v").asInt() != VERSION) {
        return Future.failedFuture(unreadable().asException());
      }
      wire = Json.MAPPER.convertValue(tree, Wire.class);
    } catch (UncheckedIOException | IllegalArgumentException e) {
      return Future.failedFuture(unreadable().asException());
    }
    if (wire.ok() != null) {
      Ok ok = wire.ok();
      return Future.succeededFuture(new Receipt(ok.sequence(), ok.answers(), ok.replayed()));
    }
    if (wire.problem() == null) {
      return Future.failedFuture(unreadable().asException());
    }
    Refusal refusal = wire.problem();
    return Future.failedFuture(
        new Problem(refusal.code(), refusal.text(), refusal.details()).asException());
  }

  private static Problem unreadable() {
    return Problem.of(
        ErrorCode.OUTCOME_UNKNOWN, "The owner of the workspace answered in another version.");
  }
}

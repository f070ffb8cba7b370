package io.arco.server.bus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.arco.json.Json;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.UncheckedIOException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An answer to a message. On the bus it is JSON, either {@code {"v":1,"ok":…}} or {@code
 * {"v":1,"problem":{"code","text","details"}}}.
 */
public final class ReplyMessage {
  /** The version of the message's shape. */
  public static final int VERSION = 1;

  private static final Logger LOG = LoggerFactory.getLogger(ReplyMessage.class);

  private record Refusal(ErrorCode code, String text, Map<String, Object> details) {}

  private record Wire(int v, JsonNode ok, Refusal problem) {}

  private ReplyMessage() {}

  /** A good answer as bytes for the bus. */
  public static Buffer encode(Object ok) {
    return Buffer.buffer(Json.bytes(new Wire(VERSION, Json.MAPPER.valueToTree(ok), null)));
  }

  /** A problem as bytes for the bus. */
  public static Buffer encode(Problem problem) {
    Refusal refusal = new Refusal(problem.code(), problem.text(), problem.details());
    return Buffer.buffer(Json.bytes(new Wire(VERSION, null, refusal)));
  }

  /**
   * From bytes of the bus: the good answer, or a failure with the problem. An answer nobody can
   * read leaves open what was done: OUTCOME_UNKNOWN.
   */
  public static <T> Future<T> decode(Buffer bytes, Class<T> type) {
    try {
      JsonNode tree = Json.tree(bytes.getBytes());
      if (tree.path("v").asInt() != VERSION) {
        return Future.failedFuture(unreadable().asException());
      }
      Wire wire = Json.MAPPER.treeToValue(tree, Wire.class);
      if (wire.ok() != null) {
        return Future.succeededFuture(Json.MAPPER.treeToValue(wire.ok(), type));
      }
      if (wire.problem() != null) {
        Refusal refusal = wire.problem();
        return Future.failedFuture(
            new Problem(refusal.code(), refusal.text(), refusal.details()).asException());
      }
    } catch (UncheckedIOException | JsonProcessingException e) {
      LOG.warn("an answer on the bus is unreadable", e);
    }
    return Future.failedFuture(unreadable().asException());
  }

  private static Problem unreadable() {
    return Problem.of(
        ErrorCode.OUTCOME_UNKNOWN, "The owner of the workspace answered in another version.");
  }
}

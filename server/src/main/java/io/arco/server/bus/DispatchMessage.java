package io.arco.server.bus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.arco.json.Json;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.store.Workspace;
import io.vertx.core.buffer.Buffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something for the dispatch of a workspace. On the bus it is JSON: {@code
 * {"v":1,"tenant","workspace","sender","number","body"}}.
 *
 * @param id the same for every copy of it that the bus delivers; of a poll that is to end: the
 *     poll's
 * @param workspace whose dispatch
 * @param body what is asked, as JSON of its type; null where the id says all
 */
public record DispatchMessage(MessageId id, Workspace workspace, JsonNode body) {
  /** The version of the message's shape. */
  public static final int VERSION = 1;

  private static final Logger LOG = LoggerFactory.getLogger(DispatchMessage.class);

  private record Wire(
      int v, String tenant, String workspace, String sender, long number, JsonNode body) {}

  /** As bytes for the bus. */
  public Buffer encode() {
    return Buffer.buffer(
        Json.bytes(
            new Wire(
                VERSION,
                workspace.tenant().name(),
                workspace.name(),
                id.sender(),
                id.number(),
                body)));
  }

  /**
   * From bytes of the bus.
   *
   * @throws io.arco.problem.ProblemException UNAVAILABLE if the sender speaks another version
   */
  public static DispatchMessage decode(Buffer bytes) {
    try {
      JsonNode tree = Json.tree(bytes.getBytes());
      if (tree.path("v").asInt() == VERSION) {
        Wire wire = Json.MAPPER.treeToValue(tree, Wire.class);
        return new DispatchMessage(
            new MessageId(wire.sender(), wire.number()),
            Workspace.of(wire.tenant(), wire.workspace()),
            wire.body());
      }
    } catch (JsonProcessingException | RuntimeException e) {
      LOG.warn("a message on the bus is unreadable", e);
    }
    throw otherVersion();
  }

  /**
   * What is asked, as a value.
   *
   * @throws io.arco.problem.ProblemException UNAVAILABLE if the sender means something else
   */
  public <T> T body(Class<T> type) {
    try {
      return Json.MAPPER.treeToValue(body, type);
    } catch (JsonProcessingException e) {
      LOG.warn("a message on the bus is unreadable", e);
      throw otherVersion();
    }
  }

  private static RuntimeException otherVersion() {
    return Problem.of(
            ErrorCode.UNAVAILABLE, "The owner of the workspace does not know this message.")
        .asException();
  }
}

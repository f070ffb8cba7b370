package io.arco.server.bus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.arco.journal.Hash;
import io.arco.json.Json;
import io.arco.ledger.Caller;
import io.arco.ledger.Command;
import io.arco.ledger.Domains;
import io.arco.ledger.IdempotencyKey;
import io.arco.ledger.Submission;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.store.Workspace;
import io.vertx.core.buffer.Buffer;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A submission on its way to the owner of its workspace. On the bus it is JSON: {@code
 * {"v":1,"tenant","workspace","commands":[{"domain","type","data"}],"principal","requestId",
 * "key","keyHash","timeoutMillis","sender","number"}}.
 *
 * @param id the same for every copy of it that the bus delivers
 * @param workspace where it is to be done
 * @param submission what is to be done
 */
public record SubmissionMessage(MessageId id, Workspace workspace, Submission submission) {
  /** The version of the message's shape. */
  public static final int VERSION = 1;

  private record Wire(
      int v,
      String tenant,
      String workspace,
      List<WireCommand> commands,
      String principal,
      String requestId,
      String key,
      String keyHash,
      long timeoutMillis,
      String sender,
      long number) {}

  private record WireCommand(String domain, String type, JsonNode data) {}

  /** As bytes for the bus. */
  public Buffer encode(Domains domains) {
    List<WireCommand> commands = new ArrayList<>();
    for (Command command : submission.commands()) {
      commands.add(
          new WireCommand(
              domains.domainOf(command).name(),
              domains.nameOf(command),
              Json.MAPPER.valueToTree(command)));
    }
    IdempotencyKey key = submission.key();
    return Buffer.buffer(
        Json.bytes(
            new Wire(
                VERSION,
                workspace.tenant().name(),
                workspace.name(),
                commands,
                submission.caller().principal(),
                submission.caller().requestId(),
                key == null ? null : key.text(),
                key == null ? null : key.requestHash().hex(),
                submission.timeoutMillis(),
                id.sender(),
                id.number())));
  }

  /**
   * From bytes of the bus.
   *
   * @throws io.arco.problem.ProblemException with UNAVAILABLE if the sender speaks another version,
   *     or names a command that this node does not know: nodes of two releases side by side
   */
  public static SubmissionMessage decode(Buffer bytes, Domains domains) {
    try {
      JsonNode tree = Json.tree(bytes.getBytes());
      int version = tree.path("v").asInt();
      if (version != VERSION) {
        throw otherVersion("version", version);
      }
      Wire wire = Json.MAPPER.treeToValue(tree, Wire.class);
      List<Command> commands = new ArrayList<>();
      for (WireCommand command : wire.commands()) {
        Class<? extends Command> type = domains.commandType(command.domain(), command.type());
        if (type == null) {
          throw otherVersion("command", command.domain() + "." + command.type());
        }
        commands.add(Json.MAPPER.treeToValue(command.data(), type));
      }
      return new SubmissionMessage(
          new MessageId(wire.sender(), wire.number()),
          Workspace.of(wire.tenant(), wire.workspace()),
          new Submission(
              commands,
              new Caller(wire.principal(), wire.requestId()),
              wire.key() == null ? null : new IdempotencyKey(wire.key(), new Hash(wire.keyHash())),
              wire.timeoutMillis()));
    } catch (JsonProcessingException | UncheckedIOException e) {
      throw otherVersion("message", "unreadable");
    }
  }

  private static RuntimeException otherVersion(String what, Object value) {
    return Problem.of(
            ErrorCode.UNAVAILABLE, "The owner of the workspace does not know this message.")
        .with(what, value)
        .asException();
  }
}

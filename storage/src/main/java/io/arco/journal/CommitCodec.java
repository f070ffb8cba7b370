package io.arco.journal;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.arco.journal.CommittedCommand.CommittedEvent;
import io.arco.journal.CommittedCommand.KeyUse;
import io.arco.json.Json;
import io.arco.store.Workspace;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The bytes of a commit: UTF-8 JSON lines, each ended by a line feed. First the header; then for
 * each command a line of its own followed by a line per event. See
 * docs/reference/storage-format.md.
 */
public final class CommitCodec {
  private CommitCodec() {}

  /**
   * What the writer knows of a commit before it is written.
   *
   * @param workspace whose journal
   * @param sequence its number
   * @param commitId unique to it
   * @param writer the id of the server process
   * @param committedAt its time
   * @param previousHash the hash of the commit before
   */
  public record Seal(
      Workspace workspace,
      long sequence,
      UUID commitId,
      String writer,
      Instant committedAt,
      Hash previousHash) {}

  /** Writes a commit. */
  public static byte[] encode(Seal seal, List<CommittedCommand> commands) {
    ByteArrayOutputStream body = new ByteArrayOutputStream(1024);
    int events = 0;
    for (CommittedCommand command : commands) {
      writeLine(body, CommandLine.of(command));
      for (CommittedEvent event : command.events()) {
        writeLine(body, event);
        events++;
      }
    }
    byte[] bodyBytes = body.toByteArray();
    CommitHeader header =
        new CommitHeader(
            CommitHeader.TYPE,
            Format.CURRENT,
            seal.workspace().tenant().name(),
            seal.workspace().name(),
            seal.sequence(),
            seal.commitId(),
            seal.writer(),
            seal.committedAt(),
            seal.previousHash(),
            commands.size(),
            events,
            Hash.of(bodyBytes));
    ByteArrayOutputStream commit = new ByteArrayOutputStream(bodyBytes.length + 512);
    commit.writeBytes(Sealed.encode(header));
    commit.write('\n');
    commit.writeBytes(bodyBytes);
    return commit.toByteArray();
  }

  /**
   * Reads commit {@code sequence} of a workspace, and checks everything that can be checked without
   * the commit before it.
   *
   * @param object its name for messages
   * @throws CorruptObjectException if anything does not hold
   * @throws io.arco.problem.ProblemException FORMAT_TOO_NEW
   */
  public static Commit decode(String object, Workspace workspace, long sequence, byte[] bytes) {
    int end = lineEnd(bytes, 0);
    if (end < 0) {
      throw new CorruptObjectException(object, "it has no complete header line");
    }
    try {
      JsonNode head = Sealed.decode(object, CommitHeader.TYPE, bytes, 0, end);
      CommitHeader header = Json.MAPPER.treeToValue(head, CommitHeader.class);
      checkHeader(object, workspace, sequence, header);
      Hash body = Hash.of(bytes, end + 1, bytes.length - end - 1);
      if (!body.equals(header.bodySha256())) {
        throw new CorruptObjectException(
            object, "its body hashes to " + body + ", its header says " + header.bodySha256());
      }
      return new Commit(header, commands(object, header, bytes, end + 1));
    } catch (java.io.IOException | UncheckedIOException e) {
      throw new CorruptObjectException(object, "it does not parse: " + firstLine(e));
    }
  }

  /**
   * Whether these bytes can be commit {@code sequence} of a workspace: its seals hold. Cheaper than
   * to decode it.
   */
  public static boolean isSound(Workspace workspace, long sequence, byte[] bytes) {
    int end = lineEnd(bytes, 0);
    if (end < 0) {
      return false;
    }
    try {
      JsonNode head = Sealed.decode("", CommitHeader.TYPE, bytes, 0, end);
      CommitHeader header = Json.MAPPER.treeToValue(head, CommitHeader.class);
      checkHeader("", workspace, sequence, header);
      return Hash.of(bytes, end + 1, bytes.length - end - 1).equals(header.bodySha256());
    } catch (JsonProcessingException | RuntimeException e) {
      return false;
    }
  }

  private static void checkHeader(
      String object, Workspace workspace, long sequence, CommitHeader header) {
    if (!header.tenant().equals(workspace.tenant().name())
        || !header.workspace().equals(workspace.name())) {
      throw new CorruptObjectException(object, "it belongs to another workspace");
    }
    if (header.sequence() != sequence) {
      throw new CorruptObjectException(object, "its header says sequence " + header.sequence());
    }
  }

  private static List<CommittedCommand> commands(
      String object, CommitHeader header, byte[] bytes, int from) throws java.io.IOException {
    List<CommittedCommand> commands = new ArrayList<>();
    int at = from;
    int events = 0;
    while (at < bytes.length) {
      int end = requireLine(object, bytes, at);
      CommandLine line = Json.MAPPER.readerFor(CommandLine.class).readValue(bytes, at, end - at);
      at = end + 1;
      List<CommittedEvent> of = new ArrayList<>(line.events());
      for (int i = 0; i < line.events(); i++) {
        end = requireLine(object, bytes, at);
        of.add(Json.MAPPER.readerFor(CommittedEvent.class).readValue(bytes, at, end - at));
        at = end + 1;
      }
      events += of.size();
      commands.add(
          new CommittedCommand(line.principal(), line.requestId(), line.idempotency(), of));
    }
    if (commands.size() != header.commands() || events != header.events()) {
      throw new CorruptObjectException(object, "its counts differ from its header");
    }
    return commands;
  }

  private static int requireLine(String object, byte[] bytes, int from) {
    int end = lineEnd(bytes, from);
    if (end < 0) {
      throw new CorruptObjectException(object, "it ends within a line");
    }
    return end;
  }

  private static int lineEnd(byte[] bytes, int from) {
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private static void writeLine(ByteArrayOutputStream out, Object value) {
    out.writeBytes(Json.bytes(value));
    out.write('\n');
  }

  private static String firstLine(Exception e) {
    String text = String.valueOf(e.getMessage());
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }

  /**
   * A command's own line.
   *
   * @param principal on whose behalf
   * @param requestId the request
   * @param events how many event lines follow
   * @param idempotency the key's use, or null
   */
  @JsonPropertyOrder({"principal", "requestId", "events", "idempotency"})
  record CommandLine(String principal, String requestId, int events, KeyUse idempotency) {
    static CommandLine of(CommittedCommand command) {
      return new CommandLine(
          command.principal(), command.requestId(), command.events().size(), command.key());
    }
  }
}

package io.arco.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.journal.CommittedCommand.CommittedEvent;
import io.arco.journal.CommittedCommand.KeyUse;
import io.arco.json.Json;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;
import io.arco.store.Workspace;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CommitCodecTest {
  private static final Workspace WORKSPACE = Workspace.of("acme", "main");
  private static final Instant AT = Instant.parse("2026-03-04T05:06:07.008Z");

  private final List<CommittedCommand> commands =
      List.of(
          new CommittedCommand(
              "ada",
              "request-1",
              new KeyUse("key-1", Hash.of(new byte[0]), AT.plusSeconds(60), json("[{\"id\":1}]")),
              List.of(
                  new CommittedEvent("catalog", "CatalogCreated", json("{\"name\":\"é\\n\"}")),
                  new CommittedEvent("tally", "Added", json("{\"by\":2}")))),
          new CommittedCommand(
              "bob",
              "request-2",
              null,
              List.of(new CommittedEvent("tally", "Added", json("{\"by\":3}")))));

  private final byte[] bytes =
      CommitCodec.encode(
          new CommitCodec.Seal(
              WORKSPACE,
              7,
              UUID.fromString("01980000-0000-7000-8000-000000000001"),
              "server-1",
              AT,
              Hash.NONE),
          commands);

  @Test
  void what_is_written_is_read() {
    Commit commit = CommitCodec.decode("journal/7", WORKSPACE, 7, bytes);
    assertEquals(commands, commit.commands());
    assertEquals(2, commit.header().commands());
    assertEquals(3, commit.header().events());
    assertEquals(AT, commit.header().committedAt());
  }

  @Test
  void a_commit_is_a_json_object_per_line_with_the_header_first() {
    String[] lines = new String(bytes, UTF_8).split("\n");
    assertEquals(6, lines.length);
    for (String line : lines) {
      assertTrue(json(line).isObject());
    }
    assertEquals("arco.commit", json(lines[0]).get("type").asText());
  }

  @Test
  void every_flipped_bit_and_every_tear_is_found() {
    for (int length = 0; length < bytes.length; length++) {
      byte[] torn = Arrays.copyOf(bytes, length);
      assertThrows(CorruptObjectException.class, () -> decode(torn), "torn at " + length);
    }
    for (int at = 0; at < bytes.length; at++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] flipped = bytes.clone();
        flipped[at] ^= (byte) (1 << bit);
        RuntimeException found =
            assertThrows(RuntimeException.class, () -> decode(flipped), "flipped at " + at);
        assertTrue(found instanceof CorruptObjectException || found instanceof ProblemException);
      }
    }
  }

  @Test
  void a_commit_of_another_workspace_or_number_is_refused() {
    assertThrows(
        CorruptObjectException.class,
        () -> CommitCodec.decode("journal/7", Workspace.of("acme", "other"), 7, bytes));
    assertThrows(
        CorruptObjectException.class, () -> CommitCodec.decode("journal/8", WORKSPACE, 8, bytes));
  }

  @Test
  void a_newer_format_is_refused_with_both_numbers_named_whatever_else_it_says() {
    String newer =
        new String(bytes, UTF_8).replace("\"format\":1", "\"format\":42,\"unheardOf\":true");
    Problem problem =
        assertThrows(ProblemException.class, () -> decode(newer.getBytes(UTF_8))).problem();
    assertEquals(ErrorCode.FORMAT_TOO_NEW, problem.code());
    assertTrue(problem.text().contains("42") && problem.text().contains("1"));
    assertEquals(42, problem.details().get("found"));
    assertEquals(1, problem.details().get("supported"));
  }

  private static Commit decode(byte[] bytes) {
    return CommitCodec.decode("journal/7", WORKSPACE, 7, bytes);
  }

  private static JsonNode json(String text) {
    return Json.tree(text.getBytes(UTF_8));
  }
}

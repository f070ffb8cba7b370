package io.arco.crash;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.server.Configs;
import io.arco.server.RunningServer;
import io.arco.testing.Await;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How processes of Arco begin and end. */
final class ProcessTest {
  private static final int UNDER_WAY = 8;

  @TempDir Path directory;

  @Test
  void sigtermLetsWhatIsUnderWayFinishAndEndsWithZero() throws IOException {
    String store = "file:" + directory.resolve("store");
    try (ServerProcess server = ServerProcess.start(directory, store)) {
      CatalogClient client = new CatalogClient(server.url(), "default");
      Half[] halves = new Half[UNDER_WAY];
      for (int i = 0; i < UNDER_WAY; i++) {
        halves[i] = Half.begin(server.port(), "c" + i);
      }
      Await.until(
          "the halves have come",
          () -> client.get("/metrics").text().contains("in_flight " + (UNDER_WAY + 1) + ".0"));
      server.terminate();
      Await.until("nobody can connect any more", () -> isClosed(server.port()));
      for (Half half : halves) {
        assertTrue(half.finish().startsWith("HTTP/1.1 201 "), server::log);
      }
      assertEquals(0, server.ended().status(), server::log);
    }
    try (RunningServer next = RunningServer.on(Configs.inMemory("store", store))) {
      for (int i = 0; i < UNDER_WAY; i++) {
        next.client().get("/api/v1/catalogs/c" + i).expect(200);
      }
    }
  }

  /** A create of which the second half is sent later. */
  private record Half(Socket socket, String rest) {
    static Half begin(int port, String name) throws IOException {
      String body = "{\"name\":\"" + name + "\"}";
      String head =
          "POST /api/v1/catalogs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
              + "Content-Length: "
              + body.length()
              + "\r\n\r\n";
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout((int) (Await.DEADLINE_SECONDS * 1_000));
      socket.getOutputStream().write((head + body.substring(0, 5)).getBytes(US_ASCII));
      return new Half(socket, body.substring(5));
    }

    String finish() throws IOException {
      try (socket;
          InputStream in = socket.getInputStream()) {
        socket.getOutputStream().write(rest.getBytes(US_ASCII));
        return new String(in.readNBytes("HTTP/1.1 201 ".length()), US_ASCII);
      }
    }
  }

  private static boolean isClosed(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return !socket.isConnected();
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void aTakenPortAndStoresThatCannotBeOpenedAreEachOneClearLine() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ArcoProcess port =
            server("--store", "memory:", "--port", Integer.toString(taken.getLocalPort()));
        ArcoProcess notDirectory = server("--store", "file:" + file, "--port", "0");
        ArcoProcess beneathFile = server("--store", "file:" + file + "/store", "--port", "0")) {
      saysOneLine(port, "can't listen on 127.0.0.1:" + taken.getLocalPort());
      saysOneLine(notDirectory, "can't serve the store file:" + file);
      saysOneLine(beneathFile, "can't serve the store file:" + file + "/store");
    }
  }

  private ArcoProcess server(String... options) {
    String[] arguments = new String[options.length + 1];
    arguments[0] = "server";
    System.arraycopy(options, 0, arguments, 1, options.length);
    return ArcoProcess.start(directory, arguments);
  }

  private static void saysOneLine(ArcoProcess process, String beginning) {
    ArcoProcess.Ended ended = process.ended(Await.DEADLINE_SECONDS);
    List<String> lines = ArcoProcess.complaints(ended.err());
    assertEquals(1, ended.status(), ended::toString);
    assertEquals(1, lines.size(), ended::toString);
    assertTrue(lines.get(0).startsWith("arco: " + beginning), ended::toString);
    assertEquals("", ended.out());
  }

  @Test
  void theCommandLineTellsItsConfigurationItsVersionAndItsMistakes() {
    try (ArcoProcess config = server("--port", "4711", "--print-config");
        ArcoProcess unknown = server("--set", "ledger.nope=1");
        ArcoProcess store = server("--store", "gs://bucket");
        ArcoProcess version = ArcoProcess.start(directory, "version")) {
      ArcoProcess.Ended printed = config.ended(Await.DEADLINE_SECONDS);
      assertEquals(0, printed.status(), printed::toString);
      assertTrue(printed.out().contains("4711"), printed::toString);
      isMistake(unknown, "ledger.nope");
      isMistake(store, "gs://bucket");
      ArcoProcess.Ended told = version.ended(Await.DEADLINE_SECONDS);
      assertEquals(0, told.status(), told::toString);
      assertTrue(told.out().contains("version"), told::toString);
    }
  }

  private static void isMistake(ArcoProcess process, String named) {
    ArcoProcess.Ended ended = process.ended(Await.DEADLINE_SECONDS);
    assertEquals(2, ended.status(), ended::toString);
    assertEquals(1, ended.err().lines().count(), ended::toString);
    assertTrue(ended.err().contains(named), ended::toString);
  }
}

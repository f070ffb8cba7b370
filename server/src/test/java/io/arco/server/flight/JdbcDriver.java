package io.arco.server.flight;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;

/** The Flight SQL JDBC driver alone: its class loader sees the driver's jar and the JDK. */
final class JdbcDriver implements AutoCloseable {
  private static final String JAR = "flight-sql-jdbc-driver";
  private static final String CLASS = "org.apache.arrow.driver.jdbc.ArrowFlightJdbcDriver";

  private final URLClassLoader loader;
  private final Driver driver;

  JdbcDriver() {
    try {
      loader = new URLClassLoader(new URL[] {jar()}, ClassLoader.getPlatformClassLoader());
      driver = (Driver) loader.loadClass(CLASS).getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static String path() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> new File(entry).getName().startsWith(JAR))
        .findFirst()
        .orElseThrow();
  }

  private static URL jar() {
    try {
      return new File(path()).toURI().toURL();
    } catch (MalformedURLException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * What {@link JdbcClient} prints in a JVM that has the driver and that one class.
   *
   * @param more of the URL, as for {@link #connect}
   */
  static List<String> inItsOwnJvm(int port, String more, String... tasks) {
    String classes = JdbcClient.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--add-opens=java.base/java.nio=ALL-UNNAMED");
    command.addAll(List.of("-Xmx256m", "-cp", path() + File.pathSeparator + classes));
    command.addAll(List.of(JdbcClient.class.getName(), url(port, more)));
    command.addAll(List.of(tasks));
    try {
      Process client =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      String said = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = client.waitFor();
      if (status != 0) {
        throw new AssertionError("status " + status + ": " + said);
      }
      return said.lines().toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static String url(int port, String more) {
    return "jdbc:arrow-flight-sql://127.0.0.1:" + port + "/?useEncryption=false" + more;
  }

  /** Connects; more of the URL goes behind {@code useEncryption=false}. */
  Connection connect(int port, String more) {
    try {
      return driver.connect(url(port, more), new Properties());
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    try {
      loader.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}

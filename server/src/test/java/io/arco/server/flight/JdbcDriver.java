package io.arco.server.flight;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Arrays;
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

  private static URL jar() {
    String path =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> new File(entry).getName().startsWith(JAR))
            .findFirst()
            .orElseThrow();
    try {
      return new File(path).toURI().toURL();
    } catch (MalformedURLException e) {
      throw new AssertionError(e);
    }
  }

  /** Connects; more of the URL goes behind {@code useEncryption=false}. */
  Connection connect(int port, String more) {
    try {
      return driver.connect(
          "jdbc:arrow-flight-sql://127.0.0.1:" + port + "/?useEncryption=false" + more,
          new Properties());
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

package io.arco.server.flight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections of JDBC to the catalog as it was. */
final class JdbcAsOfTest {
  private static final String NAMES = "select name from system.catalog.tables order by name";

  @TempDir Path directory;
  private final JdbcDriver driver = new JdbcDriver();
  private FlightFixture flight;

  /** The sequence before which table {@code gone} was there, and table {@code come} was not. */
  private long then;

  @BeforeEach
  void start() {
    flight = new FlightFixture(directory);
    flight.table("stays", "select 1 as id");
    flight.table("gone", "select range as id from range(7)");
    then = flight.http().get("/api/v1/catalogs").expect(200).sequence();
    flight.http().delete("/api/v1/catalogs/lake/schemas/main/tables/gone").expect(200);
    flight.table("come", "select 1 as id");
  }

  @AfterEach
  void stop() {
    driver.close();
    flight.close();
  }

  private Connection connect(String more) {
    return driver.connect(flight.flight.port(), more);
  }

  private List<String> ask(String more, String sql) throws SQLException {
    try (Connection connection = connect(more);
        Statement statement = connection.createStatement()) {
      return first(statement.executeQuery(sql));
    }
  }

  private static List<String> first(ResultSet rows) throws SQLException {
    try (rows) {
      List<String> values = new ArrayList<>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    }
  }

  private static List<String> tables(Connection connection) throws SQLException {
    List<String> names = new ArrayList<>();
    try (ResultSet rows = connection.getMetaData().getTables("lake", "main", "%", null)) {
      while (rows.next()) {
        names.add(rows.getString("TABLE_NAME"));
      }
    }
    return names;
  }

  @Test
  void systemTablesAreThoseOfThen() throws SQLException {
    assertEquals(List.of("gone", "stays"), ask("&x-arco-as-of=" + then, NAMES));
    assertEquals(List.of("come", "stays"), ask("&x-arco-freshness=latest", NAMES));
    assertEquals(List.of(), ask("&x-arco-as-of=0", NAMES));
  }

  @Test
  void namesMeanWhatTheyMeantThenAndAreListedSo() throws SQLException {
    try (Connection past = connect("&x-arco-as-of=" + then);
        PreparedStatement statement =
            past.prepareStatement(
                "select count(*) from lake.main.gone g, system.catalog.tables t"
                    + " where t.name = 'gone' and g.id >= ?")) {
      statement.setLong(1, 2);
      assertEquals(List.of("5"), first(statement.executeQuery()));
      assertEquals(List.of("gone", "stays"), tables(past));
      SQLException failure =
          assertThrows(
              SQLException.class,
              () -> past.createStatement().executeQuery("select * from lake.main.come"));
      assertTrue(failure.getMessage().contains("TABLE_NOT_FOUND"), failure.getMessage());
    }
    try (Connection now = connect("")) {
      assertEquals(List.of("come", "stays"), tables(now));
    }
  }

  @Test
  void aTimeIsTheLastCommitBeforeIt() throws SQLException {
    String time =
        ask(
                "&x-arco-freshness=latest",
                "select strftime(committed_at, '%Y-%m-%dT%H:%M:%S.%fZ')"
                    + " from system.audit.commits where sequence = "
                    + then)
            .get(0);
    assertEquals(List.of("gone", "stays"), ask("&x-arco-as-of=" + time, NAMES));
  }

  @Test
  void whatIsNoMomentIsRefused() {
    for (String bad :
        List.of("&x-arco-as-of=x", "&x-arco-as-of=-1", "&x-arco-as-of=1&x-arco-freshness=latest")) {
      SQLException failure = assertThrows(SQLException.class, () -> ask(bad, NAMES));
      assertTrue(failure.getMessage().contains("INVALID_REQUEST"), failure.getMessage());
      assertTrue(failure.getMessage().contains("x-arco-as-of"), failure.getMessage());
    }
    SQLException failure =
        assertThrows(SQLException.class, () -> ask("&x-arco-as-of=" + (then + 100), NAMES));
    assertTrue(failure.getMessage().contains("SEQUENCE_NOT_REACHED"), failure.getMessage());
  }
}

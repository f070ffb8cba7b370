package io.arco.server.flight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a BI tool does over JDBC, with the driver in a class loader of its own. */
final class JdbcTest {
  @TempDir static Path directory;
  private static FlightFixture flight;
  private static JdbcDriver driver;
  private static Connection connection;

  @BeforeAll
  static void start() {
    flight = new FlightFixture(directory);
    flight.table(
        "sales",
        "select i as id, 'city ' || i as city, (i * 1.25)::decimal(10,2) as amount,"
            + " date '2024-01-01' + i::int as day, i % 2 = 0 as even, i::double / 3 as third,"
            + " timestamp '2024-01-01 00:00:00' + interval (i) hour as moment"
            + " from range(100) t(i)");
    flight
        .http()
        .post(
            "/api/v1/catalogs/lake/schemas/main/tables",
            "{\"name\":\"declared\",\"columns\":[{\"name\":\"a\",\"type\":\"bigint\","
                + "\"nullable\":false},{\"name\":\"b\",\"type\":\"map<string, list<int>>\"}]}")
        .expect(201);
    driver = new JdbcDriver();
    connection = driver.connect(flight.flight.port(), "&x-arco-freshness=latest");
  }

  @AfterAll
  static void stop() throws SQLException {
    connection.close();
    driver.close();
    flight.close();
  }

  @Test
  void aStatementIsRun() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select id, city, amount, day, even from lake.main.sales where id < 2"
                    + " order by id desc")) {
      assertTrue(rows.next());
      assertEquals(1, rows.getLong("id"));
      assertEquals("city 1", rows.getString("city"));
      assertEquals(new BigDecimal("1.25"), rows.getBigDecimal("amount"));
      assertEquals("2024-01-02", rows.getString("day"));
      assertFalse(rows.getBoolean("even"));
      assertTrue(rows.next());
      assertFalse(rows.next());
    }
  }

  @Test
  void systemTablesAreJoinedWithData() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select t.name, count(*) as n from system.catalog.tables t"
                    + " join lake.main.sales s on t.name = 'sales' group by t.name")) {
      assertTrue(rows.next());
      assertEquals("sales", rows.getString(1));
      assertEquals(100, rows.getLong("n"));
    }
  }

  @Test
  void aPreparedStatementIsRunAgainWithOtherValues() throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select id from lake.main.sales where city like ? and id >= ? order by id")) {
      ResultSetMetaData columns = statement.getMetaData();
      assertEquals("id", columns.getColumnName(1));
      for (long from : List.of(97L, 98L, 99L)) {
        statement.setString(1, "city 9%");
        statement.setLong(2, from);
        assertEquals(100 - from, count(statement.executeQuery()));
      }
    }
  }

  @Test
  void parametersAreBoundAsTheTypesTheyMeet() throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select count(*) from lake.main.sales where amount = ? or day = ? or third = ?"
                + " or moment = ? or (even = ? and id = ?)")) {
      statement.setBigDecimal(1, new BigDecimal("1.25"));
      statement.setDate(2, Date.valueOf("2024-01-03"));
      statement.setDouble(3, 1.0);
      statement.setTimestamp(4, Timestamp.valueOf("2024-01-01 04:00:00"));
      statement.setBoolean(5, false);
      statement.setLong(6, 5);
      try (ResultSet rows = statement.executeQuery()) {
        assertTrue(rows.next());
        assertEquals(5, rows.getLong(1));
      }
    }
  }

  @Test
  void nullsAndTextThatLooksLikeSqlAreValues() throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select ?::varchar, ?::bigint")) {
      statement.setString(1, "'; drop table x; --");
      statement.setNull(2, java.sql.Types.BIGINT);
      try (ResultSet rows = statement.executeQuery()) {
        assertTrue(rows.next());
        assertEquals("'; drop table x; --", rows.getString(1));
        assertNull(rows.getObject(2));
      }
    }
  }

  @Test
  void aMistakeIsAnSqlException() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      SQLException failure =
          assertThrows(
              SQLException.class, () -> statement.executeQuery("select * from lake.main.x"));
      assertTrue(failure.getMessage().contains("TABLE_NOT_FOUND"), failure.getMessage());
      failure = assertThrows(SQLException.class, () -> statement.execute("drop table lake.main.x"));
      assertTrue(failure.getMessage().contains("SQL_NOT_ALLOWED"), failure.getMessage());
    }
  }

  @Test
  void theDatabaseDescribesItself() throws SQLException {
    DatabaseMetaData database = connection.getMetaData();
    // The driver's own opinion: it asks the server for nothing of the kind.
    assertTrue(database.storesUpperCaseIdentifiers());
    assertEquals("Arco", database.getDatabaseProductName());
    assertFalse(database.getDatabaseProductVersion().isEmpty());
    assertTrue(database.isReadOnly());
    assertEquals("\"", database.getIdentifierQuoteString());
    assertFalse(database.supportsTransactions());
    assertTrue(database.isCatalogAtStart());
    assertEquals("catalog", database.getCatalogTerm());
    assertEquals("schema", database.getSchemaTerm());
    assertEquals("\\", database.getSearchStringEscape());
    assertTrue(database.supportsGroupBy());
    assertTrue(database.supportsFullOuterJoins());
    assertTrue(database.supportsUnionAll());
    assertFalse(database.supportsStoredProcedures());
    assertFalse(database.supportsBatchUpdates());
    assertTrue(database.getNumericFunctions().contains("abs"));
    assertTrue(database.getStringFunctions().contains("lower"));
    database.getSQLKeywords();
    assertEquals(0, database.getMaxConnections());
  }

  @Test
  void catalogsSchemasTypesAndTableTypesAreListed() throws SQLException {
    DatabaseMetaData database = connection.getMetaData();
    assertEquals(List.of("system", "lake"), column(database.getCatalogs(), "TABLE_CAT"));
    assertEquals(List.of("main"), column(database.getSchemas("lake", "ma%"), "TABLE_SCHEM"));
    assertTrue(
        column(database.getSchemas(), "TABLE_SCHEM").containsAll(List.of("catalog", "main")));
    assertEquals(List.of("SYSTEM TABLE", "TABLE"), column(database.getTableTypes(), "TABLE_TYPE"));
    // The driver asks the server for no types: it has an empty list of its own.
    column(database.getTypeInfo(), "TYPE_NAME");
  }

  @Test
  void tablesAreListedByPattern() throws SQLException {
    DatabaseMetaData database = connection.getMetaData();
    String[] tables = {"TABLE"};
    assertEquals(
        List.of("declared", "sales"),
        column(database.getTables(null, null, "%", tables), "TABLE_NAME"));
    assertEquals(
        List.of("sales"), column(database.getTables("lake", "m_in", "s%", null), "TABLE_NAME"));
    assertEquals(
        List.of("tables"),
        column(database.getTables("system", "catalog", "tables", null), "TABLE_NAME"));
    assertEquals(List.of(), column(database.getTables("lake", "m\\_in", "%", null), "TABLE_NAME"));
  }

  @Test
  void columnsAreThoseRegisteredOrElseThoseOfTheFiles() throws SQLException {
    DatabaseMetaData database = connection.getMetaData();
    assertEquals(
        List.of("a", "b"),
        column(database.getColumns("lake", "main", "declared", null), "COLUMN_NAME"));
    assertEquals(
        List.of("id", "city", "amount", "day", "even", "third", "moment"),
        column(database.getColumns("lake", "main", "sales", "%"), "COLUMN_NAME"));
    assertTrue(
        column(database.getColumns("system", "catalog", "tables", "%"), "COLUMN_NAME")
            .contains("name"));
  }

  @Test
  void thereAreNoKeysAndNoProcedures() throws SQLException {
    DatabaseMetaData database = connection.getMetaData();
    assertEquals(0, count(database.getPrimaryKeys("lake", "main", "sales")));
    assertEquals(0, count(database.getImportedKeys("lake", "main", "sales")));
    assertEquals(0, count(database.getExportedKeys("lake", "main", "sales")));
    assertEquals(
        0, count(database.getCrossReference("lake", "main", "sales", "lake", "main", "declared")));
  }

  @Test
  void aDatabaseOfTheUrlIsAWorkspace() throws SQLException {
    flight.http().post("/api/v1/catalogs", "{\"name\":\"theirs\"}", "X-Arco-Workspace", "other");
    try (Connection other = driver.connect(flight.flight.port(), "&database=other")) {
      assertEquals(
          List.of("system", "theirs"), column(other.getMetaData().getCatalogs(), "TABLE_CAT"));
    }
  }

  private static List<String> column(ResultSet rows, String column) throws SQLException {
    try (rows) {
      List<String> values = new ArrayList<>();
      while (rows.next()) {
        values.add(rows.getString(column));
      }
      return values;
    }
  }

  private static int count(ResultSet rows) throws SQLException {
    try (rows) {
      int count = 0;
      while (rows.next()) {
        count++;
      }
      return count;
    }
  }
}

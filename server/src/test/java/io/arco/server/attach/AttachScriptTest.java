package io.arco.server.attach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.server.sql.SqlColumn;
import io.arco.server.sql.TableName;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AttachScriptTest {
  private static final SqlColumn ID = new SqlColumn("id", "BIGINT");

  @Test
  void aTableWithoutFilesIsThereAndEmpty() throws SQLException {
    SystemTable empty =
        new SystemTable(
            "catalog", "tables", List.of(ID, new SqlColumn("a \"b\"", "DATE")), 0, List.of());
    assertEquals(
        "0", one(script(List.of(empty), List.of()), "select count(*) from arco.catalog.tables"));
    assertEquals(
        "DATE",
        one(
            script(List.of(empty), List.of()),
            "select data_type from duckdb_columns() where column_name = 'a \"b\"'"));
  }

  @Test
  void namesMeanThemselves() throws SQLException {
    TableName odd = new TableName("東京 \"q\"", "it's; drop", "a\nb -- c");
    String script = script(List.of(), List.of(table(odd)));
    assertEquals("7", one(script, "select id from \"東京 \"\"q\"\"\".\"it's; drop\".\"a\nb -- c\""));
  }

  @Test
  void noNameEndsAComment() throws SQLException {
    String bad = "x\r\nselect error('ran');\u2028select error('ran');\u0085--";
    DataTable out = new DataTable.LeftOut(new TableName("c", "s", bad), bad);
    String script =
        new AttachScript(List.of(bad), "arco", List.of(), List.of(), List.of(out)).text();
    assertEquals(2, script.lines().filter(line -> line.startsWith("-- ")).count(), script);
    assertEquals("1", one("", script + "select 1"));
  }

  @Test
  void whatDuckDbCanNotShowIsLeftOutAndSaidSo() throws SQLException {
    String script =
        script(
            List.of(new SystemTable("catalog", "tables", List.of(ID), 0, List.of())),
            List.of(
                table(new TableName("temp", "s", "t")),
                table(new TableName("c", "Information_Schema", "t")),
                table(new TableName("c", "s", "t")),
                table(new TableName("C", "S", "T")),
                table(new TableName("arco", "catalog", "TABLES")),
                table(new TableName("memory", "s", "t"))));
    assertEquals("7", one(script, "select id from c.s.t"));
    assertEquals("7", one(script, "select id from memory.s.t"));
    assertEquals("0", one(script, "select count(*) from arco.catalog.tables"));
    assertEquals(
        List.of(
            "-- left out: temp.s.t: DuckDB keeps this name to itself",
            "-- left out: c.\"Information_Schema\".t: DuckDB keeps this name to itself",
            "-- left out: \"C\".\"S\".\"T\": in DuckDB another one above has this name",
            "-- left out: arco.catalog.\"TABLES\": in DuckDB another one above has this name"),
        script.lines().filter(line -> line.startsWith("-- left out")).toList());
  }

  @Test
  void runAgainItReplacesWhatItMade() throws SQLException {
    String first = script(List.of(), List.of(table(new TableName("c", "s", "t"))));
    String second = first.replace("SELECT 7", "SELECT 8");
    assertEquals("8", one(first + second, "select id from c.s.t"));
  }

  @Test
  void theNamesThatDuckDbKeepsAreReserved() throws SQLException {
    for (String name : AttachScript.RESERVED) {
      String attach = "ATTACH ':memory:' AS \"" + name + "\"";
      assertThrows(SQLException.class, () -> one("", attach), name);
      assertThrows(
          IllegalArgumentException.class,
          () -> new AttachScript(List.of(), name, List.of(), List.of(), List.of()));
    }
    assertTrue(AttachScript.isReserved("SYSTEM"));
  }

  private static DataTable table(TableName name) {
    return new DataTable.Readable(name, "SELECT 7 AS id");
  }

  private static String script(List<SystemTable> system, List<DataTable> data) {
    return new AttachScript(List.of("what it is"), "arco", List.of(), system, data).text();
  }

  private static String one(String script, String sql) throws SQLException {
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement()) {
      if (!script.isEmpty()) {
        statement.execute(script);
      }
      try (ResultSet rows = statement.executeQuery(sql)) {
        rows.next();
        return rows.getString(1);
      }
    }
  }
}

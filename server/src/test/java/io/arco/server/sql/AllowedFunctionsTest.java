package io.arco.server.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class AllowedFunctionsTest {
  @Test
  void everyFunctionOfTheEngineWasJudged() throws IOException, SQLException {
    Set<String> judged = list("allowed-functions.txt");
    judged.removeIf(line -> line.endsWith(" macro"));
    Set<String> refused = list("refused-functions.txt");
    Set<String> both = new TreeSet<>(judged);
    both.retainAll(refused);
    assertEquals(Set.of(), both);
    Set<String> macros = list("allowed-functions.txt");
    macros.removeIf(line -> !line.endsWith(" macro"));
    macros.forEach(line -> judged.add(line.replace(" macro", "")));
    judged.addAll(refused);
    assertEquals(engineFunctions("'scalar', 'aggregate', 'macro'"), judged);
    Set<String> engineMacros = engineFunctions("'macro'");
    engineMacros.removeAll(refused);
    engineMacros.forEach(macro -> assertTrue(macros.contains(macro + " macro"), macro));
  }

  private static Set<String> list(String resource) throws IOException {
    try (InputStream lines = SqlGate.class.getResourceAsStream(resource)) {
      return new TreeSet<>(
          new String(lines.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
    }
  }

  private static Set<String> engineFunctions(String types) throws SQLException {
    Set<String> names = new TreeSet<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select distinct lower(function_name) from duckdb_functions()"
                    + " where function_type in ("
                    + types
                    + ")")) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }
}

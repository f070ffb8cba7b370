package io.arco.server.flight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * JDBC from a JVM of its own: system tables with real data, everything about the database, the
 * past.
 */
final class JdbcProcessTest {
  /** What the driver says where it has nothing of its own and asks no server. */
  private static final String NOT_IN_THE_DRIVER = "todo: implement this method";

  @TempDir static Path directory;
  private static FlightFixture flight;

  @BeforeAll
  static void start() {
    flight = new FlightFixture(directory);
    flight.table("sales", "select i as id, 'city ' || i % 3 as city from range(9) t(i)");
    flight.delta("written", "delta/delta_rs");
    flight.iceberg("places", "iceberg/py/db/places");
  }

  @AfterAll
  static void stop() {
    flight.close();
  }

  private static List<String> client(String more, String... tasks) {
    return JdbcDriver.inItsOwnJvm(flight.flight.port(), more, tasks);
  }

  @Test
  void systemTablesAreJoinedWithParquetDeltaAndIceberg() {
    assertEquals(
        List.of("places|iceberg|2", "sales|parquet|9", "written|delta|3"),
        client(
            "&x-arco-freshness=latest",
            "select t.name, t.format, count(*) from system.catalog.tables t join ("
                + "select 'sales' as name from lake.main.sales"
                + " union all select 'written' from lake.main.written"
                + " union all select 'places' from lake.main.places) r using (name)"
                + " group by all order by all"));
  }

  @Test
  void everythingThatThereIsToAskOfADatabaseIsAnswered() {
    Map<String, String> answers = new TreeMap<>();
    for (String line : client("&x-arco-freshness=latest", JdbcClient.METADATA)) {
      int space = line.indexOf(' ');
      answers.put(line.substring(0, space), line.substring(space + 1));
    }
    Set<String> failed = new TreeSet<>();
    answers.forEach(
        (method, answer) -> {
          if (answer.startsWith("failed") && !answer.contains(NOT_IN_THE_DRIVER)) {
            failed.add(method + " " + answer);
          }
        });
    assertEquals(Set.of(), failed);
    assertTrue(answers.size() > 150, answers.keySet().toString());
    assertEquals("[system;lake]", answers.get("getCatalogs"));
    assertEquals("= false", answers.get("supportsPositionedUpdate"));
    assertEquals("= true", answers.get("supportsResultSetType"));
    assertEquals("= false", answers.get("supportsSchemasInIndexDefinitions"));
    assertEquals("= false", answers.get("supportsCatalogsInPrivilegeDefinitions"));
    assertTrue(
        answers.get("getTables").contains("lake|main|sales|TABLE"), answers.get("getTables"));
    assertTrue(answers.get("getColumns").contains("|city|12|VARCHAR|"), answers.get("getColumns"));
  }
}

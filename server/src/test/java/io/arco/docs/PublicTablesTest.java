package io.arco.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arco.catalog.CatalogDomain;
import io.arco.docs.PublicTables.Shape;
import io.arco.ledger.Domains;
import io.arco.planner.OrchestrationDomain;
import io.arco.table.ColumnDefinition;
import io.arco.table.ColumnKind;
import io.arco.table.TableDefinition;
import io.arco.table.TableDefinition.Visibility;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The shapes of the system tables, {@code arco/golden/system-tables.jsonl}: others read these
 * tables by name, so a line of that file is only ever added to.
 */
final class PublicTablesTest {
  private static final List<TableDefinition> TABLES =
      new Domains(List.of(new CatalogDomain(), new OrchestrationDomain())).tables();

  private static final TableDefinition TABLE =
      table(
          ColumnDefinition.required("id", ColumnKind.STRING),
          ColumnDefinition.optional("name", ColumnKind.STRING));

  @Test
  void thePublicTablesHaveOnlyBeenAddedTo() throws IOException {
    assertEquals(
        List.of(),
        PublicTables.breaches(PublicTables.read(golden()), PublicTables.of(TABLES)),
        "those who read the system tables would break");
  }

  @Test
  void everyPublicTableAndColumnIsRecorded() throws IOException {
    assertEquals(
        PublicTables.of(TABLES).stream().map(PublicTables::line).collect(Collectors.joining("\n")),
        golden().strip(),
        "add what is new to proto/src/main/resources/arco/golden/system-tables.jsonl");
  }

  @Test
  void whatIsTakenAwayOrChangedIsNamed() {
    assertEquals(List.of("system.d.t was removed"), breaches());
    assertEquals(
        List.of("system.d.t.name was removed or renamed"),
        breaches(
            ColumnDefinition.required("id", ColumnKind.STRING),
            ColumnDefinition.optional("title", ColumnKind.STRING)));
    assertEquals(
        List.of("system.d.t.name was STRING and is INT64"),
        breaches(
            ColumnDefinition.required("id", ColumnKind.STRING),
            ColumnDefinition.optional("name", ColumnKind.INT64)));
    assertEquals(
        List.of("system.d.t.name was nullable"),
        breaches(
            ColumnDefinition.required("id", ColumnKind.STRING),
            ColumnDefinition.required("name", ColumnKind.STRING)));
    assertEquals(
        List.of("system.d.t.name was moved from position 1 to 2"),
        breaches(
            ColumnDefinition.required("id", ColumnKind.STRING),
            ColumnDefinition.optional("new", ColumnKind.STRING),
            ColumnDefinition.optional("name", ColumnKind.STRING)));
  }

  @Test
  void whatIsNewIsNullableAndStandsAtTheEnd() {
    ColumnDefinition id = ColumnDefinition.required("id", ColumnKind.STRING);
    ColumnDefinition name = ColumnDefinition.optional("name", ColumnKind.STRING);
    assertEquals(List.of(), breaches(id, name, ColumnDefinition.optional("new", ColumnKind.INT64)));
    assertEquals(
        List.of(), breaches(id, name, ColumnDefinition.required("new", ColumnKind.STRING_MAP)));
    assertEquals(
        List.of("system.d.t.new is new and not nullable"),
        breaches(id, name, ColumnDefinition.required("new", ColumnKind.INT64)));
  }

  private static List<String> breaches(ColumnDefinition... columns) {
    List<Shape> now = columns.length == 0 ? List.of() : PublicTables.of(List.of(table(columns)));
    return PublicTables.breaches(PublicTables.of(List.of(TABLE)), now);
  }

  private static TableDefinition table(ColumnDefinition... columns) {
    return new TableDefinition("d", "t", Visibility.PUBLIC, List.of(columns), 1, 10);
  }

  private static String golden() throws IOException {
    try (InputStream in =
        PublicTablesTest.class.getResourceAsStream("/arco/golden/system-tables.jsonl")) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}

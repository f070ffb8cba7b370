package io.arco.server.sql;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.server.sql.ColumnOrigin.Source;
import io.arco.testing.Await;
import io.arco.testing.Seeds;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Random queries, against what the engine does: the values of one source column are changed, and
 * each column of the result that changes must be said to come from it. Only columns that decide
 * about no rows are changed.
 */
final class OriginsOracleTest {
  private static final int QUERIES = 400;
  private static final int MAX_DEPTH = 4;
  private static final int MAX_ROWS = 20_000;
  private static final Map<TableName, List<String>> TABLES =
      Map.of(
          new TableName("c", "s", "t"), List.of("k", "a", "b"),
          new TableName("c", "s", "u"), List.of("k", "x", "y"));
  private static final List<Source> CHANGED =
      List.of(source("t", "a"), source("t", "b"), source("u", "x"), source("u", "y"));

  private final Seeds seeds = Seeds.of("OriginsOracleTest");
  private final Random random = seeds.random();
  private int aliases;

  private static Source source(String table, String column) {
    return new Source(new TableName("c", "s", table), column);
  }

  @Test
  void whatChangesWithAColumnIsSaidToComeFromIt() throws SQLException {
    SqlGate gate = new SqlGate(SqlLimits.DEFAULTS);
    int shown = 0;
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET threads=1");
      statement.execute("ATTACH ':memory:' AS c");
      statement.execute("CREATE SCHEMA c.s");
      fill(statement);
      for (int i = 0; i < QUERIES; i++) {
        String sql = query(MAX_DEPTH);
        Optional<List<ColumnOrigin>> origins = Await.value(gate.origins(sql, TABLES));
        assertTrue(origins.isPresent(), () -> "untold, seed " + seeds.seed() + ": " + sql);
        shown += check(statement, sql, origins.get());
      }
    } finally {
      Await.value(gate.close());
    }
    int edges = shown;
    assertTrue(shown > QUERIES, () -> "only " + edges + " edges were shown, seed " + seeds.seed());
  }

  private static void fill(Statement statement) throws SQLException {
    statement.execute(
        "CREATE OR REPLACE TABLE c.s.t AS SELECT range % 5 AS k, range * 7 % 11 AS a,"
            + " range * 3 % 13 AS b FROM range(12)");
    statement.execute(
        "CREATE OR REPLACE TABLE c.s.u AS SELECT range % 4 AS k, range * 5 % 17 AS x,"
            + " range * 9 % 19 AS y FROM range(9)");
  }

  /** How many edges the engine shows. */
  private int check(Statement statement, String sql, List<ColumnOrigin> origins)
      throws SQLException {
    if (isTooLong(statement, sql)) {
      return 0;
    }
    List<List<String>> before = columns(statement, sql);
    int shown = 0;
    for (Source changed : CHANGED) {
      statement.execute(
          "UPDATE %s SET %s = %s * 31 + 17"
              .formatted(changed.table(), changed.column(), changed.column()));
      List<List<String>> after = columns(statement, sql);
      fill(statement);
      for (int i = 0; i < origins.size(); i++) {
        if (!before.get(i).equals(after.get(i))) {
          shown++;
          ColumnOrigin column = origins.get(i);
          Set<Source> told = column.sources().orElse(Set.of(changed));
          assertTrue(
              told.contains(changed),
              () -> column + " changes with " + changed + ", seed " + seeds.seed() + ": " + sql);
        }
      }
    }
    return shown;
  }

  /** Joins of joins grow beyond memory, and show no more than others. */
  private static boolean isTooLong(Statement statement, String sql) throws SQLException {
    String some = "select count(*) from (select 1 from (" + sql + ") limit " + (MAX_ROWS + 1) + ")";
    try (ResultSet rows = statement.executeQuery(some)) {
      return rows.next() && rows.getInt(1) > MAX_ROWS;
    }
  }

  private static List<List<String>> columns(Statement statement, String sql) throws SQLException {
    List<List<String>> columns = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(sql)) {
      int count = rows.getMetaData().getColumnCount();
      for (int i = 0; i < count; i++) {
        columns.add(new ArrayList<>());
      }
      while (rows.next()) {
        for (int i = 0; i < count; i++) {
          columns.get(i).add(String.valueOf(rows.getString(i + 1)));
        }
      }
    }
    columns.forEach(column -> column.sort(null));
    return columns;
  }

  /** A query of columns {@code k}, {@code p} and {@code q}. */
  private String query(int depth) {
    if (depth == 0) {
      return random.nextBoolean()
          ? "select k, a as p, b as q from c.s.t"
          : "select * rename (x as p, y as q) from c.s.u";
    }
    String of = "(" + query(depth - 1 - random.nextInt(depth)) + ")";
    String name = "r" + ++aliases;
    return switch (random.nextInt(10)) {
      case 0 -> "select k, %s as p, %s as q from %s".formatted(value(""), value(""), of);
      case 1 -> "select * replace (%s as p) from %s %s".formatted(value(name + "."), of, name);
      case 2 ->
          "select * exclude (z) from (select k, %s as z, z + q as p, q from %s)"
              .formatted(value(""), of);
      case 3 ->
          "select k, sum(%s) %% 1000 as p, max(q) filter (where %s %% 2 = 0) as q from %s group by k"
              .formatted(value(""), value(""), of);
      case 4 ->
          "select k, sum(p) over (partition by k order by q, p) %% 1000 as p, %s as q from %s"
              .formatted(value(""), of);
      case 5 -> of + " union all select k, q, p from " + other(depth);
      case 6 ->
          "select k, l.p, %s as q from %s l %s join %s r using (k)"
              .formatted(value("r."), of, random.nextBoolean() ? "left" : "full", other(depth));
      case 7 ->
          "with %1$s(k, q, p) as %2$s select k, p, (select max(%3$s) from %4$s i where i.k ="
                  .formatted(name, of, value("i."), other(depth))
              + " %1$s.k) as q from %1$s where k < 4".formatted(name);
      case 8 ->
          "select k, v as p, q from %s %s, unnest([p, %s]) as w(v)"
              .formatted(of, name, value(name + "."));
      default -> "select * from %s natural join (select distinct k from c.s.u)".formatted(of);
    };
  }

  private String other(int depth) {
    return "(" + query(random.nextInt(depth)) + ")";
  }

  /** An expression of {@code p} and {@code q}. */
  private String value(String prefix) {
    String one = prefix + (random.nextBoolean() ? "p" : "q");
    String two = prefix + (random.nextBoolean() ? "p" : "q");
    return switch (random.nextInt(6)) {
      case 0 -> one;
      case 1 -> "((%s + 2 * %s) %% 1000)".formatted(one, two);
      case 2 -> "case when %s %% 2 = 0 then %s else 5 end".formatted(one, two);
      case 3 -> "coalesce(%s, %s)".formatted(one, two);
      case 4 -> "length(cast(%s as varchar)) + 3".formatted(one);
      default -> "list_sum(list_transform([%s, 1], e -> e + %s)) %% 1000".formatted(one, two);
    };
  }
}

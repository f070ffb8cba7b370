package io.arco.server.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.server.sql.ColumnOrigin.Source;
import io.arco.testing.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which columns the columns of a query are said to come from: a table of cases. */
final class OriginsTest {
  private static final SqlGate GATE = new SqlGate(SqlLimits.DEFAULTS);
  private static final Map<TableName, List<String>> TABLES =
      Map.of(
          new TableName("c", "s", "t"), List.of("k", "a", "b"),
          new TableName("c", "s", "u"), List.of("k", "x", "y"));

  @AfterAll
  static void close() {
    Await.value(GATE.close());
  }

  private static String shown(String sql) {
    Optional<List<ColumnOrigin>> origins = Await.value(GATE.origins(sql, TABLES));
    return origins
        .map(all -> all.stream().map(OriginsTest::shown).collect(Collectors.joining(" ")))
        .orElse("untold");
  }

  private static String shown(ColumnOrigin column) {
    return column.name()
        + "="
        + column
            .sources()
            .map(
                sources ->
                    sources.stream()
                        .map(OriginsTest::shown)
                        .collect(Collectors.toCollection(TreeSet::new)))
            .map(names -> String.join("+", names))
            .orElse("?");
  }

  private static String shown(Source source) {
    return source.table().table() + "." + source.column();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "select a, b as z from c.s.t | a=t.a z=t.b",
        "select * from c.s.t | k=t.k a=t.a b=t.b",
        "select q.* from c.s.t q | k=t.k a=t.a b=t.b",
        "select * exclude (k) replace (a + b as b) rename (a as z) from c.s.t | z=t.a b=t.a+t.b",
        "select 1 as one, now() as n from c.s.t | one= n=",
        "select a + b as s, cast(a as varchar) as c, case when a > 0 then b end as d from c.s.t"
            + " | s=t.a+t.b c=t.a d=t.a+t.b",
        "select k, sum(a) filter (where b > 0) as s from c.s.t group by k | k=t.k s=t.a+t.b",
        "select sum(a) over (partition by k order by b) as w from c.s.t | w=t.a+t.b+t.k",
        "select a from c.s.t where b > 0 order by k limit 1 | a=t.a",
        "select * from c.s.t join c.s.u using (k) | k=t.k a=t.a b=t.b x=u.x y=u.y",
        "select k from c.s.t right join c.s.u using (k) | k=u.k",
        "select k from c.s.t full join c.s.u using (k) | k=t.k+u.k",
        "select * from c.s.t natural join c.s.u | k=t.k a=t.a b=t.b x=u.x y=u.y",
        "select * from c.s.t semi join c.s.u using (k) | k=t.k a=t.a b=t.b",
        "select t.k, u.k as v, c.s.t.a from c.s.t join c.s.u on t.k = u.k | k=t.k v=u.k a=t.a",
        "select v from (select a * 2 as v, b from c.s.t) | v=t.a",
        "select p, q from (select a, b from c.s.t) as z(p, q) | p=t.a q=t.b",
        "with w(p) as (select a + b from c.s.t) select p, p + 1 as r from w | p=t.a+t.b r=t.a+t.b",
        "with w as (select a from c.s.t), v as (select a as z from w) select * from v | z=t.a",
        "with t as (select x as a from c.s.u) select a from t | a=u.x",
        "select (select max(x) from c.s.u where u.k = t.k) as m from c.s.t | m=u.x",
        "select exists (select 1 from c.s.u where u.k = t.k) as m from c.s.t | m=",
        "select a in (select x from c.s.u) as m from c.s.t | m=t.a+u.x",
        "select a, b from c.s.t union all select x, y from c.s.u | a=t.a+u.x b=t.b+u.y",
        "select a from c.s.t intersect select x from c.s.u | a=t.a+u.x",
        "select a from c.s.t except select x from c.s.u | a=t.a",
        "select a + 1 as z, z + b as w from c.s.t | z=t.a w=t.a+t.b",
        "select a + 1 as b, b * 2 as w from c.s.t | b=t.a w=t.b",
        "select list_transform([a], e -> e + b) as l from c.s.t | l=t.a+t.b",
        "select list_transform([a], b -> b + 1) as l from c.s.t | l=t.a",
        "select e.unnest as v from c.s.t, unnest([a, b]) as e | v=t.a+t.b",
        "select v from c.s.t, (select t.a + u.x as v from c.s.u) | v=t.a+u.x",
        "select col0, col1 from (values (1, 2)) | col0= col1=",
        "select t from c.s.t | t=t.a+t.b+t.k",
        "select nothing, a from c.s.t | nothing=? a=t.a",
        "select sum(a) from c.s.t | null=t.a"
      })
  void valuesComeFrom(String sql, String expected) {
    assertEquals(expected == null ? "" : expected, shown(sql));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select columns('a|b') from c.s.t",
        "select min(columns(*)) from c.s.t",
        "select unnest({'p': a, 'q': b}) from c.s.t",
        "with recursive w as (select 1 as a union all select a + 1 from w where a < 3)"
            + " select * from w",
        "select a from c.s.t union all by name select x from c.s.u",
        "pivot c.s.t on a in (1, 2) using sum(b)",
        "select * exclude (q.a) from c.s.t q"
      })
  void whatCannotBeCountedIsNotTold(String sql) {
    assertEquals("untold", shown(sql));
  }

  @Test
  void aQueryThatDoublesWithEachLevelIsGivenUp() {
    List<String> levels = new ArrayList<>(List.of("w0 as (select a from c.s.t)"));
    String previous = "w0";
    for (int level = 1; level <= 11; level++) {
      String wide = "x.a".concat(", x.a".repeat(8));
      levels.add(
          "w%d as (select coalesce(%s) as a from %s x, %s y, %s z, %s v, %s u)"
              .formatted(level, wide, previous, previous, previous, previous, previous));
      previous = "w" + level;
    }
    String sql = "with " + String.join(", ", levels) + " select * from " + previous;
    assertTrue(shown(sql).equals("untold"));
  }
}

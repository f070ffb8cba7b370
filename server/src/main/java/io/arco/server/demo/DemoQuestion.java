package io.arco.server.demo;

import java.util.List;

/**
 * Something to ask a freshly loaded server.
 *
 * @param title what is asked, in words
 * @param onData whether it goes to {@code query-data}, else to {@code query}
 * @param sql the query
 */
public record DemoQuestion(String title, boolean onData, String sql) {
  /** All of them, in order. */
  public static List<DemoQuestion> all() {
    return List.of(
        new DemoQuestion(
            "What is registered?",
            false,
            """
            select catalog_name, schema_name, t.name as "table", format, column_count,
                   count(*) filter (where c.nullable) as nullable
            from system.catalog.tables t join system.catalog.columns c on c.table_id = t.id
            group by all order by all\
            """),
        new DemoQuestion(
            "What was committed last?",
            false,
            """
            select sequence, committed_at, commands, events, bytes
            from system.audit.commits order by sequence desc limit 5\
            """),
        new DemoQuestion(
            "How does it rain in Seattle?",
            true,
            """
            select year, count(*) filter (where precipitation > 0) as wet_days,
                   round(sum(precipitation)) as millimetres, max(temp_max) as hottest
            from demo.weather.daily group by year order by year\
            """),
        new DemoQuestion(
            "Which birds cost most?",
            true,
            """
            select "Wildlife Species" as species, count(*) as strikes,
                   sum("Cost Total $") as dollars
            from demo.aviation.bird_strikes
            group by species order by dollars desc limit 5\
            """),
        new DemoQuestion(
            "Where are the most airports?",
            true,
            """
            select state, count(*) as airports from demo.aviation.airports
            group by state order by airports desc limit 3\
            """),
        new DemoQuestion(
            "What shook the ground?",
            true,
            """
            select type, count(*) as times, max(magnitude) as strongest,
                   max(depth) as deepest, max("time") as last
            from demo.geology.earthquakes group by type order by times desc\
            """));
  }
}

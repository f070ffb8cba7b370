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
            select c.name as "catalog", s.name as "schema", t.name as "table", t.format,
                   count(*) as "columns"
            from system.catalog.tables t
            join system.catalog.schemas s on s.id = t.schema_id
            join system.catalog.catalogs c on c.id = s.catalog_id
            join system.catalog.columns k on k.table_id = t.id
            group by all order by all\
            """),
        new DemoQuestion(
            "What was committed last?",
            false,
            "select * from system.audit.commits order by sequence desc limit 5"),
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
            "Which airport is nearest to the strongest earthquakes?",
            true,
            """
            select e.magnitude, e.place, e.time, a.iata, a.name as airport
            from demo.geology.earthquakes e, demo.aviation.airports a
            where e.magnitude >= 4 and e.place ilike '%alaska%' and a.state = 'AK'
            qualify row_number() over (partition by e.id order by
              power(e.latitude - a.latitude, 2) + power(e.longitude - a.longitude, 2)) = 1
            order by e.magnitude desc limit 5\
            """));
  }
}

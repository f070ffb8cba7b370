package io.arco.server.demo;

import static io.arco.server.demo.DemoColumn.computed;
import static io.arco.server.demo.DemoColumn.csv;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tables of the demo. */
final class DemoTables {
  /** The catalog they are registered in. */
  static final String CATALOG = "demo";

  /** The schemas and their comments. */
  static final Map<String, String> SCHEMAS =
      Map.of(
          "aviation", "Airports and what flies into aircraft",
          "geology", "What moves below",
          "weather", "What falls from above");

  private static final String CSV = "read_csv(%s, header = true, all_varchar = true)";

  /** All of them. */
  static final List<DemoTable> ALL = List.of(weather(), airports(), birdStrikes(), earthquakes());

  private DemoTables() {}

  private static DemoTable weather() {
    return new DemoTable(
        "weather",
        "daily",
        "Weather of Seattle, 2012 to 2015, a row a day, partitioned by year",
        "seattle-weather.csv",
        CSV,
        "\"date\"",
        Optional.of("year"),
        List.of(
            csv("date", "date", "The day"),
            csv("precipitation", "double", "Millimetres"),
            csv("temp_max", "double", "Degrees Celsius"),
            csv("temp_min", "double", "Degrees Celsius"),
            csv("wind", "double", "Metres a second"),
            csv("weather", "string", "drizzle, fog, rain, snow or sun"),
            computed("year", "bigint", "The folder", "year(cast(\"date\" as date))")));
  }

  private static DemoTable airports() {
    return new DemoTable(
        "aviation",
        "airports",
        "Airports of the United States",
        "airports.csv",
        CSV,
        "iata",
        Optional.empty(),
        List.of(
            csv("iata", "string", "The code"),
            csv("name", "string", "The name"),
            csv("city", "string", "The city it serves"),
            csv("state", "string", "Two letters"),
            csv("country", "string", "The country"),
            csv("latitude", "double", "Degrees north"),
            csv("longitude", "double", "Degrees east")));
  }

  private static DemoTable birdStrikes() {
    return new DemoTable(
        "aviation",
        "bird_strikes",
        "Strikes of wildlife on aircraft, as reported to the FAA; column names are the original's",
        "birdstrikes.csv",
        CSV,
        "cast(\"Flight Date\" as date), \"Airport Name\"",
        Optional.empty(),
        List.of(
            csv("Airport Name", "string", "Where"),
            csv("Aircraft Make Model", "string", "What was hit"),
            csv("Effect Amount of damage", "string", "How badly"),
            csv("Flight Date", "date", "When"),
            csv("Aircraft Airline Operator", "string", "Whose it was"),
            csv("Origin State", "string", "The state, spelled out"),
            csv("Phase of flight", "string", "Doing what"),
            csv("Wildlife Size", "string", "Small, Medium or Large"),
            csv("Wildlife Species", "string", "What hit it"),
            csv("Time of day", "string", "Dawn, Day, Dusk or Night"),
            csv("Cost Other", "bigint", "US dollars"),
            csv("Cost Repair", "bigint", "US dollars"),
            csv("Cost Total $", "bigint", "US dollars"),
            csv("Speed IAS in knots", "int", "Indicated air speed").asNullable()));
  }

  private static DemoTable earthquakes() {
    return new DemoTable(
        "geology",
        "earthquakes",
        "Earthquakes of one week, world-wide, as measured by the USGS",
        "earthquakes.json",
        "(select unnest(features) as f from read_json(%s, maximum_object_size = 67108864,"
            + " map_inference_threshold = -1))",
        "f.properties.\"time\", f.id",
        Optional.empty(),
        List.of(
            computed("id", "string", "The USGS's own", "f.id"),
            computed(
                "magnitude", "double", "On the scale named by magnitude_type", "f.properties.mag"),
            computed("magnitude_type", "string", "The scale", "f.properties.\"magType\""),
            computed("place", "string", "In words", "f.properties.place"),
            time("time", "When the ground moved, UTC"),
            time("updated", "When the measurement was last changed, UTC"),
            computed("longitude", "double", "Degrees east", "f.geometry.coordinates[1]"),
            computed("latitude", "double", "Degrees north", "f.geometry.coordinates[2]"),
            computed("depth", "double", "Kilometres", "f.geometry.coordinates[3]"),
            computed(
                "type", "string", "earthquake, explosion or quarry blast", "f.properties.\"type\""),
            computed("significance", "int", "0 to 1000", "f.properties.sig"),
            computed(
                "tsunami", "boolean", "Whether a warning was raised", "f.properties.tsunami = 1"),
            computed("felt", "int", "Reports of people", "f.properties.felt").asNullable(),
            computed("alert", "string", "Expected damage, a colour", "f.properties.alert")
                .asNullable(),
            computed("stations", "int", "That measured it", "f.properties.nst").asNullable(),
            computed("gap", "double", "Largest angle between stations", "f.properties.gap")
                .asNullable(),
            computed("rms", "double", "Seconds of residual", "f.properties.rms").asNullable(),
            computed("network", "string", "That reported it", "f.properties.net"),
            computed("url", "string", "More about it", "f.properties.url")));
  }

  private static DemoColumn time(String name, String comment) {
    return computed(
        name, "timestamp", comment, "make_timestamp(f.properties.\"" + name + "\" * 1000)");
  }
}

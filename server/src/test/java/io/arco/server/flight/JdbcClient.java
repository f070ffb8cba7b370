package io.arco.server.flight;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a BI tool is: a JVM with nothing of Arco's on its class path, which finds the Flight SQL
 * driver through {@link DriverManager}. Arguments: the URL, then what to do, one after the other.
 */
public final class JdbcClient {
  /** Asks everything that there is to ask of {@link DatabaseMetaData}; else an argument is SQL. */
  static final String METADATA = "metadata";

  /** Of other types than names; there are lists, too, which are left out. */
  private static final Map<Class<?>, Object> VALUES =
      Map.of(
          int.class, ResultSet.TYPE_FORWARD_ONLY,
          boolean.class, false,
          Class.class, DatabaseMetaData.class);

  private JdbcClient() {}

  /** Prints a line for each row, or for each thing it was told. */
  public static void main(String[] arguments) throws SQLException {
    try (Connection connection = DriverManager.getConnection(arguments[0])) {
      for (String each : Arrays.asList(arguments).subList(1, arguments.length)) {
        if (each.equals(METADATA)) {
          metadata(connection.getMetaData());
        } else {
          try (Statement statement = connection.createStatement();
              ResultSet rows = statement.executeQuery(each)) {
            rows(rows).forEach(System.out::println);
          }
        }
      }
    }
  }

  private static List<String> rows(ResultSet rows) throws SQLException {
    List<String> lines = new ArrayList<>();
    while (rows.next()) {
      StringBuilder line = new StringBuilder();
      for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
        line.append(i == 1 ? "" : "|").append(rows.getString(i));
      }
      lines.add(line.toString());
    }
    return lines;
  }

  private static void metadata(DatabaseMetaData database) {
    Arrays.stream(DatabaseMetaData.class.getMethods())
        .sorted(Comparator.comparing(Method::getName).thenComparing(Method::getParameterCount))
        .forEach(method -> System.out.println(method.getName() + " " + answer(database, method)));
  }

  private static String answer(DatabaseMetaData database, Method method) {
    try {
      Object answer = method.invoke(database, values(method));
      if (answer instanceof ResultSet rows) {
        try (rows) {
          return rows(rows).stream().collect(Collectors.joining(";", "[", "]"));
        }
      }
      return "= " + answer;
    } catch (InvocationTargetException e) {
      return "failed: " + e.getCause();
    } catch (SQLException | ReflectiveOperationException e) {
      return "failed: " + e;
    }
  }

  /** Names are those of a table, and of its columns all. */
  private static Object[] values(Method method) {
    List<String> names =
        method.getName().equals("getCrossReference")
            ? List.of("lake", "main", "sales", "lake", "main", "sales")
            : List.of("lake", "main", "sales", "%");
    Class<?>[] types = method.getParameterTypes();
    Object[] values = new Object[types.length];
    for (int i = 0; i < types.length; i++) {
      values[i] = types[i] == String.class ? names.get(i) : VALUES.get(types[i]);
    }
    if (method.getName().equals("supportsTransactionIsolationLevel")) {
      values[0] = Connection.TRANSACTION_NONE;
    }
    return values;
  }
}

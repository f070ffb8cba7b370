package io.arco.server.flight;

import java.sql.DatabaseMetaData;
import java.sql.Types;
import java.util.List;

/** The types of the engine, as rows of the call for type information. */
final class TypeInfos {
  private record Type(
      String name, int jdbc, int size, String quote, String parameters, Integer maxScale) {}

  private static final String LENGTHLESS = null;

  private static final List<Type> ALL =
      List.of(
          new Type("BOOLEAN", Types.BOOLEAN, 1, null, LENGTHLESS, null),
          new Type("TINYINT", Types.TINYINT, 3, null, LENGTHLESS, 0),
          new Type("BIGINT", Types.BIGINT, 19, null, LENGTHLESS, 0),
          new Type("BLOB", Types.VARBINARY, Integer.MAX_VALUE, "'", LENGTHLESS, null),
          new Type("DECIMAL", Types.DECIMAL, 38, null, "precision,scale", 38),
          new Type("INTEGER", Types.INTEGER, 10, null, LENGTHLESS, 0),
          new Type("SMALLINT", Types.SMALLINT, 5, null, LENGTHLESS, 0),
          new Type("FLOAT", Types.REAL, 7, null, LENGTHLESS, null),
          new Type("DOUBLE", Types.DOUBLE, 15, null, LENGTHLESS, null),
          new Type("VARCHAR", Types.VARCHAR, Integer.MAX_VALUE, "'", LENGTHLESS, null),
          new Type("DATE", Types.DATE, 10, "'", LENGTHLESS, null),
          new Type("TIME", Types.TIME, 15, "'", LENGTHLESS, 6),
          new Type("TIMESTAMP", Types.TIMESTAMP, 29, "'", LENGTHLESS, 9),
          new Type(
              "TIMESTAMP WITH TIME ZONE", Types.TIMESTAMP_WITH_TIMEZONE, 32, "'", LENGTHLESS, 6));

  private TypeInfos() {}

  /** All types, or those of one number of JDBC. */
  static void send(Integer jdbcOrNull, RowStream rows) throws InterruptedException {
    for (Type type : ALL) {
      if (jdbcOrNull == null || jdbcOrNull == type.jdbc()) {
        add(type, rows);
      }
    }
  }

  private static void add(Type type, RowStream rows) throws InterruptedException {
    boolean isNumber = type.quote() == null && type.jdbc() != Types.BOOLEAN;
    boolean isText = type.jdbc() == Types.VARCHAR;
    rows.add(
        type.name(),
        type.jdbc(),
        type.size(),
        type.quote(),
        type.quote(),
        type.parameters() == null ? null : type.parameters().split(","),
        DatabaseMetaData.typeNullable,
        isText,
        isText ? DatabaseMetaData.typeSearchable : DatabaseMetaData.typePredBasic,
        isNumber ? Boolean.FALSE : null,
        false,
        isNumber ? Boolean.FALSE : null,
        type.name(),
        type.maxScale() == null ? null : (Integer) 0,
        type.maxScale(),
        type.jdbc(),
        null,
        isNumber ? (Integer) 10 : null,
        null);
  }
}

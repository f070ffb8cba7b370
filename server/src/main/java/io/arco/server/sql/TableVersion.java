package io.arco.server.sql;

/** Which version of a table is meant, as a statement says it. */
public sealed interface TableVersion {
  /** Characters of a name at most. */
  int MAX_NAME = 200;

  /** What the version is called: a number or a text, for details of a problem. */
  Object told();

  /**
   * One that the table's format counts.
   *
   * @param number not negative
   */
  record Number(long number) implements TableVersion {
    @Override
    public Object told() {
      return number;
    }

    /** As SQL text. */
    @Override
    public String toString() {
      return Long.toString(number);
    }
  }

  /**
   * One that has a name: a branch, whose newest version is meant, or a tag.
   *
   * @param name exactly as the table has it; 1 to {@value #MAX_NAME} characters
   */
  record Name(String name) implements TableVersion {
    @Override
    public Object told() {
      return name;
    }

    /** As SQL text. */
    @Override
    public String toString() {
      return Quoted.string(name);
    }
  }
}

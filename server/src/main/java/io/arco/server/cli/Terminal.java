package io.arco.server.cli;

import java.io.Console;
import java.lang.reflect.InvocationTargetException;

/** Whether a person looks. */
final class Terminal {
  private Terminal() {}

  /** From JDK 22 on there is a console where there is no terminal, and a method that tells. */
  static boolean isThere() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (IllegalAccessException | InvocationTargetException e) {
      return false;
    }
  }
}

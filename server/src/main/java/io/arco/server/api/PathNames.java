package io.arco.server.api;

/** Names as they come in paths: what could never be a name is refused before it is looked up. */
final class PathNames {
  /** The longest name, in UTF-16 units; the domains' rules are stricter. */
  static final int MAX_LENGTH = 510;

  private PathNames() {}

  /**
   * The name, if one can be called so.
   *
   * @throws io.arco.problem.ProblemException INVALID_NAME
   */
  static String checked(String parameter, String name) {
    if (name == null || name.isEmpty() || name.length() > MAX_LENGTH) {
      throw RequestProblems.name(parameter, name == null ? "" : name, "1 to 255 characters");
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '/' || Character.isISOControl(c)) {
        throw RequestProblems.name(parameter, name, "no / and no control characters");
      }
    }
    return name;
  }
}

package io.arco.server.config;

import java.util.ArrayList;
import java.util.List;

/** Writes {@code docs/reference/configuration.md} from the declarations. */
public final class ConfigReference {
  private ConfigReference() {}

  /** The whole page, in Markdown. */
  public static String markdown() {
    List<String> lines = new ArrayList<>();
    lines.add(
        """
        # Configuration

        <!-- Generated: java -jar server/target/arco.jar server --print-config-reference -->

        A value comes from the first of these that has it:

        1. a flag of `arco server`: the one named below, or `--set KEY=VALUE` for any key;
        2. an environment variable;
        3. the JSON file named by `--config FILE`, with an object for each section: `{"http": {"port": 9090}}`;
        4. the default.

        Unknown keys and unknown `ARCO_…` variables are refused, with the one that was probably meant. Every mistake
        is named at once, with the key, the value and where it came from; the process then ends with status 2.
        `arco server --print-config` prints the effective tree with the source of each value and ends.

        In the environment and in `--set`, a list is separated as in `PATH` (`:`, on Windows `;`); `--data-root` is
        repeated instead. Sizes are bytes, times are milliseconds.
        """);
    String section = null;
    for (ConfigKey key : ConfigKeys.ALL.values()) {
      int dot = key.path().indexOf('.');
      String name = dot < 0 ? "General" : key.path().substring(0, dot);
      if (!name.equals(section)) {
        section = name;
        lines.add("## " + name + "\n");
      }
      lines.add(entry(key));
    }
    return String.join("\n", lines).stripTrailing() + "\n";
  }

  private static String entry(ConfigKey key) {
    String fallback = key.setting().fallback();
    String onS3 = key.setting().fallbackOnS3();
    String flag = key.setting().flag();
    return "### `"
        + key.path()
        + "`\n\n"
        + key.setting().text()
        + "\n\n- type: "
        + key.typeText()
        + "\n- default: "
        + (fallback.isEmpty() ? "none" : "`" + fallback + "`")
        + (onS3.isEmpty() ? "" : "; on `s3:` stores `" + onS3 + "`")
        + "\n- environment: `"
        + key.environmentName()
        + "`\n"
        + (flag.isEmpty() ? "" : "- flag: `" + flag + "`\n");
  }
}

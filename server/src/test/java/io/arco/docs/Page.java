package io.arco.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of the documentation.
 *
 * @param path relative to the root of the repository
 * @param text its Markdown
 */
record Page(Path path, String text) {
  /** The root of the repository; tests run in their module's folder. */
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static final Set<String> NOT_OURS = Set.of(".git", ".arco", "target");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern BLOCK =
      Pattern.compile("^```(\\w*)\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

  static Page of(String path) {
    return of(ROOT.resolve(path));
  }

  private static Page of(Path file) {
    return new Page(ROOT.relativize(file), read(file));
  }

  /** The text of a file. */
  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every page of the repository. */
  static List<Page> all() {
    return files(".md").stream().map(Page::of).toList();
  }

  /** Every file of the repository whose name ends so, what builds and runs make left out. */
  static List<Path> files(String ending) {
    List<Path> found = new ArrayList<>();
    try {
      Files.walkFileTree(
          ROOT,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
              return NOT_OURS.contains(folder.getFileName().toString())
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (file.getFileName().toString().endsWith(ending)) {
                found.add(file);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  /** The text without its code blocks. */
  String prose() {
    return BLOCK.matcher(text).replaceAll("");
  }

  /** The code blocks of a language, in order. */
  List<String> blocks(String language) {
    return BLOCK
        .matcher(text)
        .results()
        .filter(block -> block.group(1).equals(language))
        .map(block -> block.group(2))
        .toList();
  }

  /** The cells of the rows of every table whose header begins with this cell. */
  List<List<String>> rows(String firstHeader) {
    List<List<String>> rows = new ArrayList<>();
    boolean wanted = false;
    boolean inTable = false;
    for (String line : prose().lines().toList()) {
      if (!line.startsWith("|")) {
        inTable = false;
        continue;
      }
      List<String> cells = cells(line);
      if (!inTable) {
        inTable = true;
        wanted = cells.get(0).equals(firstHeader);
      } else if (wanted && !cells.get(0).matches("-+")) {
        rows.add(cells);
      }
    }
    return rows;
  }

  private static List<String> cells(String line) {
    String inner = line.substring(1, line.lastIndexOf('|'));
    return Arrays.stream(inner.split("(?<!\\\\)\\|", -1)).map(String::strip).toList();
  }

  /** What stands in back quotes. */
  static List<String> code(String markdown) {
    List<String> found = new ArrayList<>();
    Matcher matcher = CODE.matcher(markdown);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }
}

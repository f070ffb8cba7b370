package io.arco.store;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/**
 * One page of a list of a file store. A page costs the names of every directory it enters, and one
 * look at each file it answers. What is neither a file nor a directory is left out, links above
 * all, and so is a name that stands for no key.
 */
final class FileLister {
  private final FileNames names;
  private final String after;
  private final int limit;
  private final List<Listing.Entry> entries = new ArrayList<>();

  private FileLister(FileNames names, String after, int limit) {
    this.names = names;
    this.after = after;
    this.limit = limit;
  }

  static Listing list(FileNames names, Prefix prefix, Key after, int limit) throws IOException {
    FileLister lister = new FileLister(names, after == null ? "" : after.text(), limit);
    boolean complete = lister.enter(names.path(prefix), prefix.text());
    return new Listing(lister.entries, complete);
  }

  /**
   * Adds what is in the directory and below it.
   *
   * @return false if the page was full before the end
   */
  private boolean enter(Path directory, String prefix) throws IOException {
    PriorityQueue<String> waiting = candidates(directory, prefix);
    while (!waiting.isEmpty()) {
      String text = waiting.poll();
      if (text.endsWith("/")) {
        if (!enter(names.path(new Prefix(text)), text)) {
          return false;
        }
        continue;
      }
      Key key = new Key(text);
      BasicFileAttributes found = FileStamp.look(names.path(key));
      if (found == null) {
        continue;
      }
      if (found.isDirectory()) {
        // Its keys sort behind siblings like "a-b": only now is it known to be "a/".
        if (mayHoldLater(text + "/")) {
          waiting.add(text + "/");
        }
      } else if (found.isRegularFile() && Utf8Order.compare(text, after) > 0) {
        if (entries.size() == limit) {
          return false;
        }
        entries.add(new Listing.Entry(key, found.size()));
      }
    }
    return true;
  }

  /** The texts of a directory's children that may be, or hold, keys behind {@code after}. */
  private PriorityQueue<String> candidates(Path directory, String prefix) throws IOException {
    PriorityQueue<String> texts = new PriorityQueue<>(Utf8Order::compare);
    try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
      for (Path child : children) {
        String segment = FileNames.segment(child.getFileName().toString());
        if (segment == null || Key.refusal(prefix + segment) != null) {
          continue;
        }
        String text = prefix + segment;
        if (Utf8Order.compare(text, after) > 0 || mayHoldLater(text + "/")) {
          texts.add(text);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    } catch (NoSuchFileException | NotDirectoryException e) {
      return texts;
    }
    return texts;
  }

  private boolean mayHoldLater(String folder) {
    return after.startsWith(folder) || Utf8Order.compare(folder, after) > 0;
  }
}

package io.arco.server.owner;

import io.arco.server.bus.MessageId;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tells first copies of messages from further ones. Of each sender it keeps which of its last
 * {@value #WINDOW} numbers came; what is older counts as seen, since it may have been. Used on one
 * thread.
 */
public final class SeenMessages {
  /** How far behind a sender's newest message another may come and still be taken. */
  static final int WINDOW = 16_384;

  /** How many senders are kept; the one not heard of for longest is forgotten first. */
  static final int MAX_SENDERS = 1_024;

  private final Map<String, Window> senders =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Window> eldest) {
          return size() > MAX_SENDERS;
        }
      };

  /** Whether this is certainly the first copy of a message; from now on it is seen. */
  public boolean isFirst(MessageId id) {
    return senders.computeIfAbsent(id.sender(), sender -> new Window(id.number())).add(id.number());
  }

  /** The numbers up to the newest; a bit for each of the last ones, by its remainder. */
  private static final class Window {
    private final BitSet seen = new BitSet(WINDOW);
    private long newest;

    Window(long first) {
      newest = first - 1;
    }

    boolean add(long number) {
      if (number <= newest - WINDOW) {
        return false;
      }
      if (number > newest) {
        long forgotten = Math.min(number - newest, WINDOW);
        for (long n = number - forgotten + 1; n <= number; n++) {
          seen.clear(indexOf(n));
        }
        newest = number;
      }
      if (seen.get(indexOf(number))) {
        return false;
      }
      seen.set(indexOf(number));
      return true;
    }

    private static int indexOf(long number) {
      return (int) Math.floorMod(number, (long) WINDOW);
    }
  }
}

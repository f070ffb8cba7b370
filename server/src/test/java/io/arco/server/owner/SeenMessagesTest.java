package io.arco.server.owner;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.server.bus.MessageId;
import org.junit.jupiter.api.Test;

/** Which copy of a message is the first. */
final class SeenMessagesTest {
  private final SeenMessages seen = new SeenMessages();

  private boolean first(String sender, long number) {
    return seen.isFirst(new MessageId(sender, number));
  }

  @Test
  void aSecondCopyIsKnownWhateverCameBetween() {
    assertTrue(first("a", 1));
    assertTrue(first("a", 3));
    assertTrue(first("a", 2));
    assertFalse(first("a", 1));
    assertFalse(first("a", 2));
    assertFalse(first("a", 3));
  }

  @Test
  void sendersCountForThemselves() {
    assertTrue(first("a", 1));
    assertTrue(first("b", 1));
  }

  @Test
  void aMessageThatCameBeforeThoseAheadOfItIsTakenAsFarAsTheWindowReaches() {
    long newest = 10L * SeenMessages.WINDOW;
    assertTrue(first("a", newest));
    assertTrue(first("a", newest - SeenMessages.WINDOW + 1));
    assertFalse(first("a", newest - SeenMessages.WINDOW));
  }

  @Test
  void numbersOfAnEarlierWindowDoNotHideThoseOfALaterOne() {
    assertTrue(first("a", 1));
    assertTrue(first("a", 1 + SeenMessages.WINDOW));
    assertTrue(first("a", 2));
    assertTrue(first("a", 1 + 5L * SeenMessages.WINDOW));
    assertFalse(first("a", 1 + SeenMessages.WINDOW));
  }

  @Test
  void theSenderNotHeardOfForLongestIsForgotten() {
    for (int i = 0; i <= SeenMessages.MAX_SENDERS; i++) {
      assertTrue(first("sender-" + i, 1));
    }
    assertTrue(first("sender-0", 1));
    assertFalse(first("sender-" + SeenMessages.MAX_SENDERS, 1));
  }
}
